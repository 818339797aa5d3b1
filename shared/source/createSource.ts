/**
 * The source: the client of the Customer Insights (CI) API, and the only module that calls it. A failure of CI is a
 * value of the answer, never an exception. What is known about the API is in docs/customer-insights.md.
 *
 * One read passes these layers:
 * - a topic file (workflow.ts, instances.ts, segments.ts, measures.ts, entities.ts, rows.ts, partitionFiles.ts): the
 * path, and the parser of the answer; it implements a part of the port shared/model/sourceReads.ts.
 * - readSource.ts: the two spellings of a path, and the log line.
 * - budget/: the limit of calls that all hosts share, and whose call is next.
 * - transport/: HTTP, tokens, failures. answer/: tolerant reading of JSON.
 * partitions/ reads entities' files from the storage that CI names; it is a client of its own.
 *
 * The module knows no subscriptions and decides nothing about events.
 */

import { type ItemUpdate, type ItemWrite, type WriteAnswer } from "../model/entity";
import { type InSpan, NO_TRACE } from "../model/log";
import { type SourceReads } from "../model/sourceReads";
import { type CallBudget, type CallPriority } from "./budget/callQueue";
import { entityReads } from "./entities";
import { instanceReads } from "./instances";
import { measureReads } from "./measures";
import { partitionReads } from "./partitionFiles";
import { type ReadDeps, type ReadSource, readSource } from "./readSource";
import { rowReads } from "./rows";
import { segmentReads } from "./segments";
import { type ConnectionDeps, openConnection, type SourceSettings } from "./transport/connection";
import { type JsonAnswer, type PathParts, type WriteCall } from "./transport/jsonRequest";
import { workflowReads } from "./workflow";

export interface SourceDeps extends ConnectionDeps {
  readonly log: (line: Record<string, unknown>) => void;
  /** The budget of calls; calls are made at once when there is none. */
  readonly budget?: CallBudget;
  readonly inSpan?: InSpan;
}

/** Writes to CI. Each is sent once, because nobody knows whether a write without an answer was done. */
interface SourceWrites {
  readonly createItem: (item: ItemWrite) => Promise<WriteAnswer>;
  readonly updateItem: (item: ItemUpdate) => Promise<WriteAnswer>;
}

/**
 * The client of the CI API. Its own operations go before those of `forPolls`, because a caller waits for their answers.
 */
export interface Source extends SourceReads, SourceWrites {
  /** The same reads with the priority of polls. */
  readonly forPolls: () => SourceReads;
  /** The calls that are left in this minute, over all hosts; undefined while that is not known. */
  readonly callsLeft: () => number | undefined;
  /** Ends all connections; reads under way fail as `unreachable`. */
  readonly close: () => Promise<void>;
}

/** Opens the one client of the process. Throws a TypeError that names a setting which it cannot use. */
export function createSource(settings: SourceSettings, deps: SourceDeps): Source {
  const { get, send, close } = openConnection(settings, deps);
  const dialects: ReadDeps["dialects"] = new Map();
  const { log, budget, inSpan = NO_TRACE.inSpan } = deps;
  const readsFor = (priority: CallPriority): SourceReads =>
    sourceReads(async (what) => {
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

/** Every read of the port, asked through `read`. */
export function sourceReads(read: ReadSource): SourceReads {
  return {
    ...instanceReads(read),
    ...workflowReads(read),
    ...segmentReads(read),
    ...measureReads(read),
    ...entityReads(read),
    ...rowReads(read),
    ...partitionReads(read),
  };
}

/**
 * Makes one call as a span, which does not include the wait for its turn. The address is not recorded: it contains
 * names of customers' data.
 */
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

/** The call that creates an item, or changes the item of a key (a preview of CI). */
export function writeItem({ instanceId, entity, item, validUntil, ...of }: ItemWrite | ItemUpdate): WriteCall {
  const path = ["instances", instanceId, "data", entity];
  const query = validUntil === undefined ? {} : { validUntil };
  return "itemId" in of
    ? { method: "PATCH", path: [...path, of.itemId], query, json: item }
    : { method: "POST", path, query, json: item };
}
