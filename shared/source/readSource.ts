/**
 * One read of the source, whatever the operation: the two spellings of its path, the judgement of its answer, and its
 * log line.
 */

import { defined } from "../model/defined";
import { setNewest } from "../model/recentMap";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type Note, createNotes } from "./answer/objectReader";
import { type ListForm, getWholeList, itemsOf } from "./pages";
import { type JsonAnswer, type PathParts } from "./transport/jsonRequest";

type Path = PathParts["path"];

export interface DialectOperation {
  readonly operation: string;
  readonly instanceId?: string;
  /** The path in the service model's spelling. */
  readonly path: Path;
  /** The path in the spelling of the product's documentation. */
  readonly documentedPath: Path;
  readonly query?: PathParts["query"];
  readonly rest?: PathParts["rest"];
  /** Set for a list that is read to its end, whatever pages it comes in. */
  readonly list?: ListForm;
}

/** One operation of the source: its path and the parser of its answer. */
export interface SourceOperation<T> extends Omit<DialectOperation, "documentedPath"> {
  /** The path in the spelling of the product's documentation, if that differs. */
  readonly documentedPath?: DialectOperation["documentedPath"];
  /** Parses the answer; undefined when it is not what the operation gives. */
  readonly toValue: (json: unknown, note: Note) => T | undefined;
}

/** `readSource` with its dependencies bound, for the topic files. */
export type ReadSource = <T>(read: SourceOperation<T>) => Promise<SourceAnswer<T>>;

type Dialect = "path" | "documentedPath";

export interface DialectDeps {
  readonly get: (parts: PathParts) => Promise<JsonAnswer>;
  /** The spelling that answered last, by operation and instance. */
  readonly dialects: Map<string, Dialect>;
}

export interface ReadDeps extends DialectDeps {
  readonly log: (line: Record<string, unknown>) => void;
}

/** Makes one read: asks, parses what is usable, and writes one log line in any case. */
export async function readSource<T>(read: SourceOperation<T>, deps: ReadDeps): Promise<SourceAnswer<T>> {
  const startedAt = performance.now();
  const { documentedPath } = read;
  const got = documentedPath
    ? await getInDialect({ ...read, documentedPath }, deps)
    : await getParts(read, read.path, deps.get);
  const answer = toAnswer(read, got);
  const durationMs = Math.round(performance.now() - startedAt);
  deps.log({ ...toLogLine(read, answer), durationMs });
  return answer;
}

/**
 * The spellings to remember. An organisation has tens of instances; the limit only keeps a long-lived host from
 * growing.
 */
const MAX_REMEMBERED = 5000;

/**
 * Asks on the path that answered last and, on a 404, on the other one (A1). A source may move from one spelling to the
 * other, so the other one is asked even when the first is known to be right.
 */
export async function getInDialect(read: DialectOperation, { get, dialects }: DialectDeps): Promise<JsonAnswer> {
  const key = `${read.operation} ${read.instanceId?.toLowerCase()}`;
  const ask = async (dialect: Dialect): Promise<JsonAnswer> => {
    const answer = await getParts(read, read[dialect], get);
    if (answer.ok) setNewest(dialects, [key, dialect], { max: MAX_REMEMBERED });
    return answer;
  };
  const known = dialects.get(key);
  const answer = await ask(known ?? "path");
  if (answer.ok || answer.failure.kind !== "not-found") return answer;
  const other = await ask(known === "documentedPath" ? "path" : "documentedPath");
  // A path that is known to be right decides that the thing is gone, whatever the other one answers.
  return other.ok || known === undefined ? other : answer;
}

/** Asks on one path; a list is read to its end. */
async function getParts(
  { query, rest, list }: Pick<DialectOperation, "query" | "rest" | "list">,
  path: Path,
  get: DialectDeps["get"],
): Promise<JsonAnswer> {
  const parts = { path, query, rest };
  return list ? getWholeList(parts, list, get) : get(parts);
}

/** A success without a body (204) is an empty list where a list is expected. */
function toAnswer<T>({ toValue, list }: SourceOperation<T>, got: JsonAnswer): SourceAnswer<T> {
  if (!got.ok) return got;
  const { note, unusable } = createNotes();
  const value = toValue(list ? (got.json ?? null) : got.json, note);
  if (value !== undefined) {
    const partial = list && Array.isArray(value) && itemsOf(got.json, list)?.length !== value.length;
    return { ok: true, value, unusable: unusable(), ...(partial && { partial }) };
  }
  const [first] = unusable();
  const reason = first ? ` (${first.what}: ${first.seen})` : "";
  const message = `the source's answer is JSON, but not what was asked for${reason}`;
  return { ok: false, failure: { kind: "malformed", status: got.status, message } };
}

const MAX_LOGGED = 5;

function toLogLine(
  { operation, instanceId }: SourceOperation<unknown>,
  answer: SourceAnswer<unknown>,
): Record<string, unknown> {
  const line = { name: "source.read", operation, ...defined({ instanceId }) };
  if (!answer.ok) return { ...line, outcome: answer.failure.kind, failure: answer.failure };
  const { value, unusable } = answer;
  return {
    ...line,
    outcome: "ok",
    ...(Array.isArray(value) && { count: value.length }),
    ...(unusable.length > 0 && { unusable: unusable.slice(0, MAX_LOGGED), unusableCount: unusable.length }),
  };
}
