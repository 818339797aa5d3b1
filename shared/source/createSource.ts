import { type ItemUpdate, type ItemWrite, type WriteAnswer } from "../model/entity";
import { type InSpan, NO_TRACE } from "../model/log";
import { type SourceReads, bindReads } from "./bindReads";
import { type CallBudget, type CallPriority } from "./budget/callBudget";
import { type ReadDeps, readSource } from "./readSource";
import { type SourceSettings } from "./sourceSettings";
import { traceCall } from "./traceCall";
import { type ConnectionDeps, openConnection } from "./transport/openConnection";
import { type PathParts } from "./transport/toPath";
import { writeItem } from "./writes/writeItem";

export interface SourceDeps extends ConnectionDeps {
  readonly log: (line: Record<string, unknown>) => void;
  /** Without it, calls are made at once. */
  readonly budget?: CallBudget;
  readonly inSpan?: InSpan;
}

/** Each write is sent once. */
interface SourceWrites {
  readonly createItem: (item: ItemWrite) => Promise<WriteAnswer>;
  readonly updateItem: (item: ItemUpdate) => Promise<WriteAnswer>;
}

/** Its own operations go before the poller's, because somebody waits for their answers. */
export interface Source extends SourceReads, SourceWrites {
  /** The same operations as the poller makes them. */
  readonly forPolls: () => SourceReads;
  /** Of this minute, over all hosts; undefined while that is not known. */
  readonly callsLeft: () => number | undefined;
  /** Ends all connections; reads under way are answered `unreachable`. */
  readonly close: () => Promise<void>;
}

/** One client of the CI API for the life of the process. Throws a TypeError that names a setting it cannot use. */
export function createSource(settings: SourceSettings, deps: SourceDeps): Source {
  const { get, send, close } = openConnection(settings, deps);
  const dialects: ReadDeps["dialects"] = new Map();
  const { log, budget, inSpan = NO_TRACE.inSpan } = deps;
  const readsFor = (priority: CallPriority): SourceReads =>
    bindReads(async (what) => {
      const turn = { priority, instanceId: what.instanceId?.toLowerCase() ?? "" };
      const getTraced = async (parts: PathParts) => traceCall(`GET ${what.operation}`, inSpan, async () => get(parts));
      const getInTurn = async (parts: PathParts) =>
        budget ? budget.call(turn, async () => getTraced(parts)) : getTraced(parts);
      return readSource(what, { get: getInTurn, dialects, log });
    });
  const write = async (item: ItemWrite | ItemUpdate): Promise<WriteAnswer> => {
    const call = writeItem(item);
    const make = async () => traceCall(`${call.method} item`, inSpan, async () => send(call));
    return budget ? budget.call({ priority: "read", instanceId: item.instanceId }, make) : make();
  };
  const polls = readsFor("poll");
  return {
    ...readsFor("read"),
    createItem: write,
    updateItem: write,
    forPolls: () => polls,
    callsLeft: () => budget?.left(),
    close,
  };
}
