import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type HostLog } from "../hostLog";
import { type CoreLog, createCoreApi, type Registry } from "./createCoreApi";
import { type InvocationRequest, type InvocationResponse, type RegisteredFunction } from "./coreTypes";
import { findEntryFiles } from "./findEntryFiles";
import { createHooks } from "./hooks";
import { invoke } from "./invoke";
import { provideCoreApi } from "./provideCoreApi";

export interface Worker {
  readonly functions: readonly RegisteredFunction[];
  /** Rejects with what the function or a hook threw. */
  invoke(registered: RegisteredFunction, invocationId: string, request: InvocationRequest): Promise<InvocationResponse>;
  /** Runs the appTerminate hooks. */
  terminate(): Promise<void>;
}

/** Loads the app into this process, once: the library remembers its first host. Throws what an entry file throws. */
export async function startWorker(appDirectory: string, log: HostLog): Promise<Worker> {
  const hooks = createHooks();
  const coreLog: CoreLog = (level, category, message) =>
    log(level, message, { category: category === "user" ? "user" : "system" });
  const { api, registry } = createCoreApi(hooks, coreLog);
  provideCoreApi(api);
  await loadEntryFiles(appDirectory);
  const appHookData = {};
  const lifeHookData = {};
  await hooks.run("appStart", { hookData: lifeHookData, appHookData, functionAppDirectory: appDirectory });
  registry.locked = true;
  await lockSetup(registry);
  if (registry.functions.size === 0) log("warning", "The app registered no functions.");
  return {
    functions: [...registry.functions.values()],
    invoke: (registered, invocationId, request) => {
      if (!registry.model) throw new Error("The app set no programming model.");
      return invoke({ registered, invocationId, request }, { model: registry.model, hooks, appHookData, log });
    },
    terminate: () => hooks.run("appTerminate", { hookData: lifeHookData, appHookData }),
  };
}

async function loadEntryFiles(appDirectory: string): Promise<void> {
  const { files, isModule } = findEntryFiles(appDirectory);
  const requireFromApp = createRequire(join(appDirectory, "package.json"));
  for (const file of files) {
    try {
      if (file.endsWith(".mjs") || (isModule && file.endsWith(".js"))) await import(pathToFileURL(file).href);
      else requireFromApp(file);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`${relative(appDirectory, file)} failed to load: ${reason}`, { cause: error });
    }
  }
}

async function lockSetup({ model }: Registry): Promise<void> {
  const capabilities = await model?.getCapabilities({});
  if (capabilities?.["HttpUri"] !== undefined)
    throw new Error("app.setup({ enableHttpStream: true }) is not supported by the development host.");
}
