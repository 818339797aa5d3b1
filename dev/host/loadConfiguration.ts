import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type HostOptions } from "./hostOptions";
import { applySettings } from "./settings/applySettings";
import { type HostJson, readHostJson } from "./settings/readHostJson";
import { type LocalSettings, NO_LOCAL_SETTINGS, readLocalSettings } from "./settings/readLocalSettings";

export interface Configuration {
  readonly local: LocalSettings;
  readonly hostJson: HostJson;
}

type ConfigurationFiles = Pick<HostOptions, "appDirectory" | "settingsDirectory" | "settingsFile">;

/** Reads the app's two files and adds its settings to the environment. Throws naming file and field. */
export function loadConfiguration(
  { appDirectory, settingsDirectory, settingsFile }: ConfigurationFiles,
  env: NodeJS.ProcessEnv,
): Configuration {
  const local = loadLocalSettings(settingsFile, join(settingsDirectory, "local.settings.json"));
  applySettings(local.values, env);
  env["AzureWebJobsScriptRoot"] = appDirectory;
  const hostFile = join(appDirectory, "host.json");
  if (!existsSync(hostFile))
    throw new Error(
      `There is no host.json in ${appDirectory}; --app must name the directory of a function app, and --bundle needs "npm run package" first.`,
    );
  return { local, hostJson: readHostJson(readFileSync(hostFile, "utf8"), env) };
}

function loadLocalSettings(chosen: string | undefined, usual: string): LocalSettings {
  const file = chosen ?? usual;
  if (existsSync(file)) return readLocalSettings(readFileSync(file, "utf8"), file);
  if (chosen !== undefined) throw new Error(`--settings: there is no file ${chosen}.`);
  return NO_LOCAL_SETTINGS;
}
