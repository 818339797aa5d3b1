/** What the library registers of a function: its name and, under generated names, its bindings. */
export interface RegisteredFunction {
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Record<string, unknown>>> };
  readonly callback: (...inputs: never[]) => unknown;
}

const registered = new Map<string, RegisteredFunction>();

/** What the app has registered since its modules were loaded, by name, in order. */
export function registeredFunctions(): ReadonlyMap<string, RegisteredFunction> {
  return registered;
}

/** The members below are called by `@azure/functions`, for which this module is the host (docs/functions-host.md, "Registering functions"). */
export function registerFunction(
  metadata: RegisteredFunction["metadata"],
  callback: RegisteredFunction["callback"],
): { dispose: () => void } {
  if (registered.has(metadata.name)) throw new Error(`a function named '${metadata.name}' is registered already`);
  registered.set(metadata.name, { metadata, callback });
  return { dispose: () => registered.delete(metadata.name) };
}

export function setProgrammingModel(): void {
  // The worker would call the model; here handlers are taken from the registrations.
}

export function registerHook(): { dispose: () => void } {
  return { dispose: () => undefined };
}

/** Its presence tells the library that the host is new enough. */
export function log(): void {
  // What the library says to its host is of no concern to a test.
}
