/** The worker: it loads the app into this process and runs one invocation as Azure's Node worker does. */
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { type HostLog, type LogLevel } from "../settings/hostLog";
import { type CoreLog, type Registry, createCoreApi, provideCoreApi } from "./coreApi";
import {
  type CoreInvocationContext,
  type FunctionCallback,
  type InvocationRequest,
  type InvocationResponse,
  type ProgrammingModel,
  type RegisteredFunction,
} from "./coreTypes";
import { findEntryFiles } from "./entryFiles";
import { type Hooks, createHooks } from "./hooks";

export interface Worker {
  readonly functions: readonly RegisteredFunction[];
  /** Rejects with the error of the function or a hook. */
  invoke(registered: RegisteredFunction, invocationId: string, request: InvocationRequest): Promise<InvocationResponse>;
  /** Runs the appTerminate hooks. */
  terminate(): Promise<void>;
}

/** Loads the app into this process, once: the library remembers its first host. Throws the error of an entry file. */
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

interface InvokeDeps {
  readonly model: ProgrammingModel;
  readonly hooks: Hooks;
  readonly appHookData: object;
  readonly log: HostLog;
}

interface Invocation {
  readonly registered: RegisteredFunction;
  readonly invocationId: string;
  readonly request: InvocationRequest;
}

/** One invocation, in the worker's order: hooks may replace inputs, callback, result and error. */
async function invoke(invocation: Invocation, deps: InvokeDeps): Promise<InvocationResponse> {
  const { model, hooks, appHookData } = deps;
  const coreContext = toCoreContext(invocation, deps);
  const invocationModel = model.getInvocationModel(coreContext);
  const { context, inputs } = await invocationModel.getArguments();
  const shared = { hookData: {}, appHookData, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: invocation.registered.callback };
  coreContext.state = "preInvocationHooks";
  await hooks.run("preInvocation", before);

  coreContext.state = "invocation";
  const outcome = await settle(() => invocationModel.invokeFunction(context, before.inputs, before.functionCallback));

  const after = { ...shared, inputs: before.inputs, ...outcome };
  coreContext.state = "postInvocationHooks";
  await hooks.run("postInvocation", after);

  // as in the worker: throwing null or undefined is a success
  if (after.error !== null && after.error !== undefined) throw toError(after.error);
  return invocationModel.getResponse(context, after.result);
}

function toCoreContext({ registered, invocationId, request }: Invocation, deps: InvokeDeps): CoreInvocationContext {
  const { metadata } = registered;
  return {
    invocationId,
    metadata,
    request,
    state: undefined,
    log: (level, category, message) => {
      const entry = { level, category, message, hookData: {}, appHookData: deps.appHookData };
      if (category === "user") deps.hooks.runLog(entry); // those of the host itself may not be changed
      const subject = { functionName: metadata.name, invocationId };
      deps.log(entry.level as LogLevel, entry.message, {
        ...subject,
        category: category === "user" ? "user" : "system",
      });
    },
  };
}

async function settle(call: () => ReturnType<FunctionCallback>): Promise<{ result: unknown; error: unknown }> {
  try {
    return { result: await call(), error: undefined };
  } catch (error) {
    return { result: undefined, error };
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(typeof thrown === "string" ? thrown : inspect(thrown));
}
