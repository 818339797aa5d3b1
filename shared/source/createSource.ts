import { type ItemUpdate, type ItemWrite, type WriteAnswer } from "../model/entity";
import { type InSpan, NO_TRACE } from "../model/log";
import { type SourceReads } from "../model/sourceReads";
import { bindReads } from "./bindReads";
import { type CallBudget, type CallPriority } from "./budget/callQueue";
import { type ReadDeps, readSource } from "./readSource";
import { type ConnectionDeps, openConnection } from "./transport/connection";
import { type JsonAnswer, type PathParts, type WriteCall } from "./transport/jsonRequest";
import { type SourceSettings } from "./transport/sourceSettings";

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

/** One call to the source as a span, without the wait for its turn. Its address is not told: it has names of customers' data in it. */
function traceCall(name: string, inSpan: InSpan, make: () => Promise<JsonAnswer>): Promise<JsonAnswer> {
  return inSpan({ name, kind: "client", attributes: { "peer.service": "customer-insights" } }, async (note) => {
    const answer = await make();
    const status = answer.ok ? answer.status : answer.failure.status;
    note(
      status === undefined ? {} : { "http.response.status_code": status },
      answer.ok ? undefined : answer.failure.kind,
    );
    return answer;
  });
}

/** The call that makes an item, or changes the one of a key (reference 2.3, preview). */
export function writeItem({ instanceId, entity, item, validUntil, ...of }: ItemWrite | ItemUpdate): WriteCall {
  const path = ["instances", instanceId, "data", entity];
  const query = validUntil === undefined ? {} : { validUntil };
  return "itemId" in of
    ? { method: "PATCH", path: [...path, of.itemId], query, json: item }
    : { method: "POST", path, query, json: item };
}
