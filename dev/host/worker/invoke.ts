import { inspect } from "node:util";
import { type HostLog, type LogLevel } from "../hostLog";
import {
  type CoreInvocationContext,
  type FunctionCallback,
  type InvocationRequest,
  type InvocationResponse,
  type ProgrammingModel,
  type RegisteredFunction,
} from "./coreTypes";
import { type Hooks } from "./hooks";

export interface InvokeDeps {
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
export async function invoke(invocation: Invocation, deps: InvokeDeps): Promise<InvocationResponse> {
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

async function settle(call: () => ReturnType<FunctionCallback>): Promise<{ result: unknown; error: unknown }> {
  try {
    return { result: await call(), error: undefined };
  } catch (error) {
    return { result: undefined, error };
  }
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

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(typeof thrown === "string" ? thrown : inspect(thrown));
}
