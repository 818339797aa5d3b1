/** The hooks that an app can register with the library, and the class of the objects it gets back. */

/** The class of the same name in the worker's interface to the library. */
export class Disposable {
  #callOnDispose: (() => unknown) | undefined;

  constructor(callOnDispose: () => unknown) {
    this.#callOnDispose = callOnDispose;
  }

  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): unknown {
    const call = this.#callOnDispose;
    this.#callOnDispose = undefined;
    return call?.();
  }
}

const HOOK_NAMES = ["appStart", "appTerminate", "preInvocation", "postInvocation", "log"] as const;

type HookName = (typeof HOOK_NAMES)[number];

export type HookCallback = (context: object) => unknown;

export interface Hooks {
  register(name: string, callback: HookCallback): Disposable;
  /** Runs the callbacks one after the other, in the order of their registration; the first error ends it. */
  run(name: HookName, context: object): Promise<void>;
  /** The callbacks of `log`, which are called at once and may not fail anything. */
  runLog(context: object): void;
}

/** The library recognises a host that lacks a hook by the name and the mark of this error. */
class UnknownHookError extends RangeError {
  override readonly name = "RangeError";
  readonly isAzureFunctionsSystemError = true;
}

export function createHooks(): Hooks {
  const callbacks = new Map<HookName, Set<HookCallback>>(HOOK_NAMES.map((name) => [name, new Set<HookCallback>()]));
  return {
    register(name, callback) {
      const registered = callbacks.get(name as HookName);
      if (!registered) throw new UnknownHookError(`There is no hook "${name}"; there are ${HOOK_NAMES.join(", ")}.`);
      const own: HookCallback = (context) => callback(context);
      registered.add(own);
      return new Disposable(() => void registered.delete(own));
    },
    async run(name, context) {
      for (const callback of callbacks.get(name) ?? []) await callback(context);
    },
    runLog(context) {
      for (const callback of callbacks.get("log") ?? []) callIgnoringErrors(callback, context);
    },
  };
}

function callIgnoringErrors(callback: HookCallback, context: object): void {
  try {
    callback(context);
  } catch {
    // a log hook that fails must not fail the invocation that logged
  }
}
