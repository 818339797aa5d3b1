import { defined } from "../../model/defined";
import { type Caller } from "../../access/caller";
import { type DeadLetterFilter, POISON_CAUSES, type PoisonFilter } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type Instant, parseInstant } from "../../model/instant";
import { isUuid } from "../../model/uuid";
import { type FieldProblem } from "../../validation/guard";
import { invalidFields } from "../problems";
import { requireInstance, requireRole } from "../requireAccess";
import { type JsonSchema, textSchema } from "../schema";

export const DEAD_LETTER_FIELDS = ["kind", "of", "instanceId", "trigger", "cause", "since", "until"] as const;

/** `own`, as without it: those of the caller alone. */
const OWNERS = ["own", "everybody"] as const;

/** Whose deliveries. Without a default, which a designer might fill in: it is refused beside poison. */
export const OWNER_PARAMETER: JsonSchema & { readonly title: string; readonly description: string } = {
  type: "string",
  enum: [...OWNERS],
  title: "Of",
  description: "Those of this connection, as without it, or everybody's; only operators see those of others.",
};

type Told = JsonSchema & { readonly title: string; readonly description: string };

/** What `deadLetters/parseLetterFilter.ts` reads, from a query or a body. */
export const DEAD_LETTER_FILTER: Readonly<Record<(typeof DEAD_LETTER_FIELDS)[number], Told>> = {
  instanceId: told("Instance", "The Customer Insights instance; necessary for deliveries.", { format: "uuid" }),
  kind: told("Kind", "Deliveries that flows did not take, or tasks that the service itself gave up.", {
    enum: ["delivery", "poison"],
    default: "delivery",
  }),
  of: OWNER_PARAMETER,
  trigger: told("Trigger", "Only deliveries of this trigger.", { enum: [...TRIGGERS] }),
  cause: told("Cause", "Only what was given up for this reason.", { enum: [...DEATH_CAUSES, ...POISON_CAUSES] }),
  since: told("Since", "Only what was given up at this time or later.", { format: "date-time" }),
  until: told("Until", "Only what was given up before this time.", { format: "date-time" }),
};

type FieldName = (typeof DEAD_LETTER_FIELDS)[number];

/** As they come, from a query or a body; absent ones undefined. */
export type DeadLetterFields = Readonly<Partial<Record<FieldName, string | undefined>>>;

const KINDS = ["delivery", "poison"] as const;

/** Adds what is wrong to `problems`, field by field. Without `kind`, of deliveries. */
export function parseDeadLetterFilter(
  fields: DeadLetterFields,
  { connection }: Pick<Caller, "connection">,
  problems: FieldProblem[],
): DeadLetterFilter | PoisonFilter {
  const kind = readChoice("kind", KINDS, fields, problems);
  return kind === "poison" ? parsePoisonFilter(fields, problems) : parseDeathFilter(fields, connection, problems);
}

function readChoice<T extends string>(
  target: FieldName,
  allowed: readonly T[],
  { [target]: text }: DeadLetterFields,
  problems: FieldProblem[],
): T | undefined {
  const chosen = allowed.find((each) => each === text);
  if (text !== undefined && chosen === undefined) {
    problems.push({ target, message: `must be one of ${allowed.join(", ")}` });
  }
  return chosen;
}

/** What is no task names no instance: all of them can be asked for. */
function parsePoisonFilter(fields: DeadLetterFields, problems: FieldProblem[]): PoisonFilter {
  const instanceId = fields.instanceId === undefined ? undefined : readInstance(fields.instanceId, problems);
  for (const target of ["trigger", "of"] as const)
    if (fields[target] !== undefined) problems.push({ target, message: "goes with kind delivery only" });
  const cause = readChoice("cause", POISON_CAUSES, fields, problems);
  return {
    kind: "poison",
    ...defined({ instanceId }),
    ...(cause && { cause }),
    ...readRange(fields, problems),
  };
}

function readInstance(text: string, problems: FieldProblem[]): string {
  if (!isUuid(text)) problems.push({ target: "instanceId", message: "must be the id of an instance (a uuid)" });
  return text.toLowerCase();
}

function readRange(fields: DeadLetterFields, problems: FieldProblem[]): Pick<DeadLetterFilter, "since" | "until"> {
  const since = readTime("since", fields, problems);
  const until = readTime("until", fields, problems);
  return { ...defined({ since, until }) };
}

function readTime(target: "since" | "until", fields: DeadLetterFields, problems: FieldProblem[]): Instant | undefined {
  const text = fields[target];
  const instant = parseInstant(text);
  if (text !== undefined && !instant) {
    problems.push({ target, message: "must be a time in UTC, such as 2026-11-20T10:00:00Z" });
  }
  return instant;
}

function parseDeathFilter(fields: DeadLetterFields, connection: string, problems: FieldProblem[]): DeadLetterFilter {
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

function told(title: string, description: string, more: JsonSchema): Told {
  return { ...textSchema(title, description, more), title, description };
}

const NAMELESS = "must be given: this connection may not use all instances";

/** Throws unless the caller may have what the filter asks for: poison is nobody's own, nor is what belongs to others, and an instance may be hidden from it. */
export function requireDeadLetters(caller: Caller, filter: DeadLetterFilter | PoisonFilter): void {
  if (filter.kind === "poison" || filter.connection === undefined) requireRole(caller, "operate");
  if (filter.instanceId !== undefined) requireInstance(caller, filter.instanceId);
  else if (caller.instances !== "all") throw invalidFields([{ target: "instanceId", message: NAMELESS }]);
}
