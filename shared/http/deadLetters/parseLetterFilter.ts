import { type Caller } from "../../access/caller";
import { type LetterFilter, POISON_CAUSES, type PoisonFilter } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type Instant, parseInstant } from "../../model/instant";
import { type FieldProblem } from "../../validation/guard";

export const LETTER_FIELDS = ["kind", "of", "instanceId", "trigger", "cause", "since", "until"] as const;

type FieldName = (typeof LETTER_FIELDS)[number];

/** As they come, from a query or a body; absent ones undefined. */
export type LetterFields = Readonly<Partial<Record<FieldName, string | undefined>>>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KINDS = ["delivery", "poison"] as const;
/** `own`, as without it: those of the caller alone. */
export const OWNERS = ["own", "everybody"] as const;

/** Adds what is wrong to `problems`, field by field. Without `kind`, of deliveries. */
export function parseLetterFilter(
  fields: LetterFields,
  { connection }: Pick<Caller, "connection">,
  problems: FieldProblem[],
): LetterFilter | PoisonFilter {
  const kind = readChoice("kind", KINDS, fields, problems);
  return kind === "poison" ? parsePoisonFilter(fields, problems) : parseDeathFilter(fields, connection, problems);
}

function parseDeathFilter(fields: LetterFields, connection: string, problems: FieldProblem[]): LetterFilter {
  const of = readChoice("of", OWNERS, fields, problems);
  const instanceId = readInstance(fields.instanceId ?? "", problems);
  const trigger = readChoice("trigger", TRIGGERS, fields, problems);
  const cause = readChoice("cause", DEATH_CAUSES, fields, problems);
  return {
    instanceId,
    ...(of !== "everybody" && { connection }),
    ...(trigger && { trigger }),
    ...(cause && { cause }),
    ...readRange(fields, problems),
  };
}

/** What is no task names no instance: all of them can be asked for. */
function parsePoisonFilter(fields: LetterFields, problems: FieldProblem[]): PoisonFilter {
  const instanceId = fields.instanceId === undefined ? undefined : readInstance(fields.instanceId, problems);
  for (const target of ["trigger", "of"] as const)
    if (fields[target] !== undefined) problems.push({ target, message: "goes with kind delivery only" });
  const cause = readChoice("cause", POISON_CAUSES, fields, problems);
  return {
    kind: "poison",
    ...(instanceId !== undefined && { instanceId }),
    ...(cause && { cause }),
    ...readRange(fields, problems),
  };
}

function readInstance(text: string, problems: FieldProblem[]): string {
  if (!UUID.test(text)) problems.push({ target: "instanceId", message: "must be the id of an instance (a uuid)" });
  return text.toLowerCase();
}

function readChoice<T extends string>(
  target: FieldName,
  allowed: readonly T[],
  { [target]: text }: LetterFields,
  problems: FieldProblem[],
): T | undefined {
  const chosen = allowed.find((each) => each === text);
  if (text !== undefined && chosen === undefined) {
    problems.push({ target, message: `must be one of ${allowed.join(", ")}` });
  }
  return chosen;
}

function readRange(fields: LetterFields, problems: FieldProblem[]): Pick<LetterFilter, "since" | "until"> {
  const since = readTime("since", fields, problems);
  const until = readTime("until", fields, problems);
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

function readTime(target: "since" | "until", fields: LetterFields, problems: FieldProblem[]): Instant | undefined {
  const text = fields[target];
  const instant = parseInstant(text);
  if (text !== undefined && !instant) {
    problems.push({ target, message: "must be a time in UTC, such as 2026-11-20T10:00:00Z" });
  }
  return instant;
}
