/** The index of all functions of the app, and the faults for which one is not run. */
import { type Settings, findSetting } from "../settings/settings";
import { type RegisteredFunction } from "../worker/coreTypes";
import { type HostedFunction, toHostedFunction } from "./hostedFunction";

export interface Indexed {
  /** Sorted by name whatever the case, the order in which routes are tried. */
  readonly functions: readonly HostedFunction[];
  readonly faults: readonly FunctionFault[];
}

/** The reason why one function is not run; the others are. */
export interface FunctionFault {
  readonly functionName: string;
  readonly reason: string;
}

/** The registered functions, with names resolved and checked. Throws for a binding that this host does not have. */
export function indexFunctions(registered: readonly RegisteredFunction[], settings: Settings): Indexed {
  const functions: HostedFunction[] = [];
  const faults: FunctionFault[] = [];
  for (const each of registered.toSorted((a, b) => compareNames(a.metadata.name, b.metadata.name))) {
    refuseUnsupported(each);
    try {
      functions.push(toHostedFunction(each, settings));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.push({ functionName: each.metadata.name, reason });
    }
  }
  return { functions, faults };
}

/** Names compare by code unit, as .NET's OrdinalIgnoreCase does. */
function compareNames(a: string, b: string): number {
  const [first, second] = [a.toUpperCase(), b.toUpperCase()];
  return first < second ? -1 : first > second ? 1 : 0;
}

const SUPPORTED = new Set(["in httptrigger", "in timertrigger", "in queuetrigger", "out http", "out queue"]);

function refuseUnsupported({ metadata }: RegisteredFunction): void {
  for (const [name, { type, direction, properties }] of Object.entries(metadata.bindings)) {
    const where = `Function "${metadata.name}": binding "${name}" of type "${type}" (${direction})`;
    if (!SUPPORTED.has(`${direction} ${type.toLowerCase()}`))
      throw new Error(`${where} is not supported by the development host, which has HTTP, timers and storage queues.`);
    if (properties?.["supportsDeferredBinding"] === "true")
      throw new Error(`${where} sets sdkBinding, which the development host does not support.`);
  }
}

/** Sentences about settings that are missing and that Azure or Core Tools would ask for. */
export function findMissingSettings(functions: readonly HostedFunction[], settings: Settings): string[] {
  const missing: string[] = [];
  if (findSetting(settings, "FUNCTIONS_WORKER_RUNTIME") === undefined)
    missing.push('FUNCTIONS_WORKER_RUNTIME is not set; set it to "node".');
  const needsStorage = functions.some(({ kind }) => kind !== "http");
  const hasStorage = Object.keys(settings).some((name) => /^AzureWebJobsStorage(__\w+)?$/i.test(name));
  if (needsStorage && !hasStorage)
    missing.push("AzureWebJobsStorage is not set; timers and queues need it in Azure and under Core Tools.");
  return missing;
}
