/** One wide line per unit of work: `name` is noun.participle, the rest ids, counts, decisions, outcome. Never a secret. */
export type LogLine = { readonly name: string } & Readonly<Record<string, unknown>>;

/** `error` for what nobody expected; anything else is information. */
export type Log = (line: LogLine, level?: "error") => void;
