/**
 * The filter of dead letters, which a list takes in its query and a redrive in its body: its fields, how they are
 * parsed, and who may ask for what. A dead letter is a delivery that was given up, or poison: a task that the service
 * itself gave up.
 */
import { type Caller } from "../../access/caller";
import { type DeadLetterFilter, POISON_CAUSES, type PoisonFilter } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { defined } from "../../model/defined";
import { type Instant, parseInstant } from "../../model/instant";
import { type FieldProblem } from "../../validation/guard";
import { type TextSchema, checkField, TIME } from "../schema";
import { invalidFields } from "../problems";
import { requireInstance, requireRole } from "../requireAccess";

export const DEAD_LETTER_FIELDS = ["kind", "of", "instanceId", "trigger", "cause", "since", "until"] as const;

type FieldName = (typeof DEAD_LETTER_FIELDS)[number];

/** The fields as they come, from a query or a body; absent ones are undefined. */
type DeadLetterFields = Readonly<Partial<Record<FieldName, string | undefined>>>;

const KINDS = ["delivery", "poison"] as const;

const OWNERS = ["own", "everybody"] as const;

/**
 * The owner of the deliveries that are asked for. The schema has no default, although an absent owner counts as `own`:
 * a designer might fill a default in, and beside poison the field is refused.
 */
export const OWNER: TextSchema = {
  type: "string",
  enum: [...OWNERS],
  title: "Of",
  description: "Those of this connection, as without it, or everybody's; only operators see those of others.",
};

/** The schema of each field. A cause is checked against those of its kind, which are fewer. */
export const DEAD_LETTER_FILTER: Readonly<Record<FieldName, TextSchema>> = {
  instanceId: {
    type: "string",
    title: "Instance",
    description: "The Customer Insights instance; necessary for deliveries.",
    format: "uuid",
  },
  kind: {
    type: "string",
    title: "Kind",
    description: "Deliveries that flows did not take, or tasks that the service itself gave up.",
    enum: [...KINDS],
    default: "delivery",
  },
  of: OWNER,
  trigger: {
    type: "string",
    title: "Trigger",
    description: "Only deliveries of this trigger.",
    enum: [...TRIGGERS],
  },
  cause: {
    type: "string",
    title: "Cause",
    description: "Only what was given up for this reason.",
    enum: [...DEATH_CAUSES, ...POISON_CAUSES],
  },
  since: {
    type: "string",
    title: "Since",
    description: "Only what was given up at this time or later.",
    ...TIME,
  },
  until: {
    type: "string",
    title: "Until",
    description: "Only what was given up before this time.",
    ...TIME,
  },
};

/**
 * The filter that the fields ask for, of deliveries when they name no kind; adds what is wrong to `problems`, field by
 * field.
 */
export function parseDeadLetterFilter(
  fields: DeadLetterFields,
  { connection }: Pick<Caller, "connection">,
  problems: FieldProblem[],
): DeadLetterFilter | PoisonFilter {
  const kind = readChoice("kind", KINDS, fields, problems);
  return kind === "poison" ? parsePoisonFilter(fields, problems) : parseDeathFilter(fields, connection, problems);
}

function readChoice<T extends string>(
  name: FieldName,
  allowed: readonly T[],
  fields: DeadLetterFields,
  problems: FieldProblem[],
): T | undefined {
  const text = fields[name];
  if (text !== undefined) checkField(name, { ...DEAD_LETTER_FILTER[name], enum: allowed }, text, problems);
  return allowed.find((each) => each === text);
}

/** Poison can be asked for without an instance: a message that is no task names none. */
function parsePoisonFilter(fields: DeadLetterFields, problems: FieldProblem[]): PoisonFilter {
  const instanceId = fields.instanceId === undefined ? undefined : readInstance(fields.instanceId, problems);
  for (const target of ["trigger", "of"] as const)
    if (fields[target] !== undefined) problems.push({ target, message: "goes with kind delivery only" });
  const cause = readChoice("cause", POISON_CAUSES, fields, problems);
  return {
    kind: "poison",
    ...defined({ instanceId, cause }),
    ...readRange(fields, problems),
  };
}

function readInstance(text: string, problems: FieldProblem[]): string {
  checkField("instanceId", DEAD_LETTER_FILTER.instanceId, text, problems);
  return text.toLowerCase();
}

function readRange(fields: DeadLetterFields, problems: FieldProblem[]): Pick<DeadLetterFilter, "since" | "until"> {
  const since = readTime("since", fields, problems);
  const until = readTime("until", fields, problems);
  return defined({ since, until });
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
  const owner = readChoice("of", OWNERS, fields, problems);
  const instanceId = readInstance(fields.instanceId ?? "", problems);
  const trigger = readChoice("trigger", TRIGGERS, fields, problems);
  const cause = readChoice("cause", DEATH_CAUSES, fields, problems);
  return {
    instanceId,
    ...(owner !== "everybody" && { connection }),
    ...defined({ trigger, cause }),
    ...readRange(fields, problems),
  };
}

const NAMELESS = "must be given: this connection may not use all instances";

/**
 * Throws unless the caller may have what the filter asks for. Poison and what belongs to others is for operators; an
 * instance may be hidden.
 */
export function requireDeadLetters(caller: Caller, filter: DeadLetterFilter | PoisonFilter): void {
  if (filter.kind === "poison" || filter.connection === undefined) requireRole(caller, "operate");
  if (filter.instanceId !== undefined) requireInstance(caller, filter.instanceId);
  else if (caller.instances !== "all") throw invalidFields([{ target: "instanceId", message: NAMELESS }]);
}
