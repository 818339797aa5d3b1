/**
 * The configuration of the app from its two files: host.json, and local.settings.json, which becomes the
 * environment.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type HostJson, readHostJson } from "./hostJson";
import { type HostOptions } from "./hostOptions";

export interface LocalSettings {
  /** The values that become environment variables, unless those exist. */
  readonly values: Readonly<Record<string, string>>;
  readonly cors: string | undefined;
  readonly corsCredentials: boolean;
  readonly port: number | undefined;
}

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

const NO_LOCAL_SETTINGS: LocalSettings = {
  values: {},
  cors: undefined,
  corsCredentials: false,
  port: undefined,
};

function loadLocalSettings(chosen: string | undefined, usual: string): LocalSettings {
  const file = chosen ?? usual;
  if (existsSync(file)) return readLocalSettings(readFileSync(file, "utf8"), file);
  if (chosen !== undefined) throw new Error(`--settings: there is no file ${chosen}.`);
  return NO_LOCAL_SETTINGS;
}

/** Reads the text of a local.settings.json as Core Tools does. `file` is for messages. */
export function readLocalSettings(text: string, file: string): LocalSettings {
  const content = parseObject(text, file);
  if (content["IsEncrypted"] !== false)
    throw new Error(`${file}: set "IsEncrypted" to false (absent means true); encrypted settings cannot be read.`);
  const host = asObject(content["Host"], `${file}: Host`);
  return {
    values: {
      ...toVariables(asObject(content["Values"], `${file}: Values`), file, ""),
      ...toVariables(asObject(content["ConnectionStrings"], `${file}: ConnectionStrings`), file, "ConnectionStrings:"),
    },
    cors: typeof host["CORS"] === "string" ? host["CORS"] : undefined,
    corsCredentials: host["CORSCredentials"] === true,
    port: typeof host["LocalHttpPort"] === "number" ? host["LocalHttpPort"] : undefined,
  };
}

function parseObject(text: string, file: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text.replace(/^\uFEFF/, "")), file);
  } catch (error) {
    throw new Error(`${file} is not a JSON object: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function asObject(value: unknown, where: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Error(`${where} must be an object.`);
  return value as Record<string, unknown>;
}

function toVariables(values: Record<string, unknown>, file: string, prefix: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === "" || value === null) continue;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      throw new Error(`${file}: ${prefix}${name} must be a string.`);
    // Core Tools reads every scalar as text; .NET writes booleans with a capital
    variables[prefix + name] = typeof value === "boolean" ? (value ? "True" : "False") : `${value}`;
  }
  return variables;
}

/**
 * Adds settings to the environment. What is there and not empty wins, so that a shell can override the file; the
 * environment's name is always Development, as under Core Tools.
 */
export function applySettings(values: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(values)) if (!env[name]) env[name] = value;
  env["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
}
