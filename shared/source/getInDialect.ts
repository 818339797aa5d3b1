import { type JsonAnswer } from "./transport/requestJson";
import { type PathParts } from "./transport/toPath";

type Path = PathParts["path"];
type Dialect = "path" | "documentedPath";

export interface DialectRead {
  readonly operation: string;
  readonly instanceId?: string;
  /** As the service model spells it. */
  readonly path: Path;
  /** As the product's documentation spells it. */
  readonly documentedPath: Path;
  readonly query?: PathParts["query"];
  readonly rest?: PathParts["rest"];
}

export interface DialectDeps {
  readonly get: (parts: PathParts) => Promise<JsonAnswer>;
  /** The path that answered last, by instance and operation. */
  readonly dialects: Map<string, Dialect>;
}

// An organisation has tens of instances; the limit only keeps a long-lived host from growing.
const MAX_REMEMBERED = 5000;

/**
 * Asks on the path that answered last and, on a 404, on the other one (reference 2.2). A source may move from one
 * dialect to the other, so the other one is asked even when the first is known to be right.
 */
export async function getInDialect(read: DialectRead, { get, dialects }: DialectDeps): Promise<JsonAnswer> {
  const key = `${read.operation} ${read.instanceId?.toLowerCase()}`;
  const ask = async (dialect: Dialect): Promise<JsonAnswer> => {
    const answer = await get({ path: read[dialect], query: read.query, rest: read.rest });
    if (answer.ok) remember(dialects, key, dialect);
    return answer;
  };
  const known = dialects.get(key);
  const answer = await ask(known ?? "path");
  if (answer.ok || answer.failure.kind !== "not-found") return answer;
  const other = await ask(known === "documentedPath" ? "path" : "documentedPath");
  // A path that is known to be right is believed when it says that the thing is gone, whatever the other one says.
  return other.ok || known === undefined ? other : answer;
}

function remember(dialects: DialectDeps["dialects"], key: string, dialect: Dialect): void {
  dialects.delete(key); // the entry moves to the end: the first one is the one unused for longest
  dialects.set(key, dialect);
  const [oldest] = dialects.keys();
  if (dialects.size > MAX_REMEMBERED && oldest !== undefined) dialects.delete(oldest);
}
