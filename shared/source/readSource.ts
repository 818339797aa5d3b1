import { type SourceAnswer } from "../model/sourceAnswer";
import { type DialectDeps, type DialectRead, getInDialect } from "./getInDialect";
import { type Note, createNotes } from "./reading/createNotes";
import { type JsonAnswer } from "./transport/requestJson";

/** One operation of the source: where it is asked and how its answer is read. */
export interface Read<T> extends Omit<DialectRead, "documentedPath"> {
  /** As the product's documentation spells it, where that differs. */
  readonly documentedPath?: DialectRead["documentedPath"];
  /** Undefined when the answer is not what the operation gives. */
  readonly toValue: (json: unknown, note: Note) => T | undefined;
}

export interface ReadDeps extends DialectDeps {
  readonly log: (line: Record<string, unknown>) => void;
}

/** `readSource` with its deps, as the operations take it. */
export type ReadSource = <T>(read: Read<T>) => Promise<SourceAnswer<T>>;

/** Asks, reads what is usable, and writes one log line whatever came of it. */
export async function readSource<T>(read: Read<T>, deps: ReadDeps): Promise<SourceAnswer<T>> {
  const startedAt = performance.now();
  const { documentedPath } = read;
  const got = documentedPath ? await getInDialect({ ...read, documentedPath }, deps) : await deps.get(read);
  const answer = toAnswer(read, got);
  const durationMs = Math.round(performance.now() - startedAt);
  deps.log({ ...toLogLine(read, answer), durationMs });
  return answer;
}

function toAnswer<T>({ toValue }: Read<T>, got: JsonAnswer): SourceAnswer<T> {
  if (!got.ok) return got;
  const { note, unusable } = createNotes();
  const value = toValue(got.json, note);
  if (value !== undefined) return { ok: true, value, unusable: unusable() };
  const [first] = unusable();
  const reason = first ? ` (${first.what}: ${first.seen})` : "";
  const message = `the source's answer is JSON, but not what was asked for${reason}`;
  return { ok: false, failure: { kind: "malformed", status: got.status, message } };
}

const MAX_LOGGED = 5;

function toLogLine({ operation, instanceId }: Read<unknown>, answer: SourceAnswer<unknown>): Record<string, unknown> {
  const line = { name: "source.read", operation, ...(instanceId !== undefined && { instanceId }) };
  if (!answer.ok) return { ...line, outcome: answer.failure.kind, failure: answer.failure };
  const { value, unusable } = answer;
  return {
    ...line,
    outcome: "ok",
    ...(Array.isArray(value) && { count: value.length }),
    ...(unusable.length > 0 && { unusable: unusable.slice(0, MAX_LOGGED), unusableCount: unusable.length }),
  };
}
