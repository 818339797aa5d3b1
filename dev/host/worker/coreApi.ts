/**
 * The module `@azure/functions-core`, which the library asks its worker for, and the registrations that arrive
 * through it.
 */
import Module from "node:module";
import { type LogLevel } from "../settings/hostLog";
import {
  type FunctionCallback,
  type FunctionMetadata,
  type LogCategory,
  type ProgrammingModel,
  type RegisteredFunction,
} from "./coreTypes";
import { Disposable, type HookCallback, type Hooks } from "./hooks";

/** The versions of the worker and the host whose behaviour this one follows. */
const WORKER_VERSION = "3.9.1";

const HOST_VERSION = "4.1037.0";

/** The registrations that the app made while it was loaded. */
export interface Registry {
  readonly functions: Map<string, RegisteredFunction>;
  model: ProgrammingModel | undefined;
  /** True once the app has started: from then on nothing can be registered. */
  locked: boolean;
}

export type CoreLog = (level: LogLevel, category: LogCategory, message: string) => void;

/** The module `@azure/functions-core` as the worker gives it to the library, and what arrived through it. */
export function createCoreApi(hooks: Hooks, log: CoreLog): { readonly api: object; readonly registry: Registry } {
  const registry: Registry = { functions: new Map(), model: undefined, locked: false };
  const api = {
    version: WORKER_VERSION,
    hostVersion: HOST_VERSION,
    Disposable,
    log,
    setProgrammingModel: (model: ProgrammingModel): void => {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,
    registerHook: (name: string, callback: HookCallback) => hooks.register(name, callback),
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) =>
      registerFunction(registry, { metadata, callback }),
  };
  return { api, registry };
}

function registerFunction(registry: Registry, registered: RegisteredFunction): Disposable {
  const { metadata } = registered;
  if (registry.locked)
    throw new Error(`Function "${metadata.name}": a function can only be registered during app startup.`);
  const id = metadata.functionId ?? metadata.name;
  if (registry.functions.has(id)) throw new Error(`Function "${id}" is registered twice.`);
  registry.functions.set(id, registered);
  return new Disposable(() => {
    if (registry.locked) throw new Error(`Function "${id}" can only be removed during app startup.`);
    registry.functions.delete(id);
  });
}

const CORE_MODULE = "@azure/functions-core";

/** Node's own entry to `require`; unlike the module cache it also sees `createRequire`. */
const LOAD = "_load";

type Load = (id: string, ...rest: unknown[]) => unknown;

/**
 * Answers `require("@azure/functions-core")` with `api` from now on. Must come before the app is loaded: the library
 * asks once, and without an answer it drops every registration.
 */
export function provideCoreApi(api: object): void {
  const loader = Module as unknown as { [LOAD]: Load };
  const load = loader[LOAD].bind(Module);
  loader[LOAD] = (id, ...rest) => (id === CORE_MODULE ? api : load(id, ...rest));
}
