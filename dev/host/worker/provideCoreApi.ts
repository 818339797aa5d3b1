import Module from "node:module";

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
