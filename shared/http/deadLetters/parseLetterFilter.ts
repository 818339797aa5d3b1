import { type LetterFilter } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { type Instant, parseInstant } from "../../model/instant";
import { TRIGGERS, isTrigger } from "../../model/trigger";
import { type FieldProblem } from "../../validation/guard";

export const LETTER_FIELDS = ["instanceId", "trigger", "cause", "since", "until"] as const;

/** As they come, from a query or a body; absent ones undefined. */
export type LetterFields = Readonly<Partial<Record<(typeof LETTER_FIELDS)[number], string | undefined>>>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const CHOICES = {
  trigger: (text: string): Pick<LetterFilter, "trigger"> | undefined =>
    isTrigger(text) ? { trigger: text } : undefined,
  cause: (text: string): Pick<LetterFilter, "cause"> | undefined => {
    const cause = DEATH_CAUSES.find((each) => each === text);
    return cause && { cause };
  },
};
const ALLOWED = { trigger: TRIGGERS, cause: DEATH_CAUSES };

/** Adds what is wrong to `problems`, field by field. */
export function parseLetterFilter(fields: LetterFields, connection: string, problems: FieldProblem[]): LetterFilter {
  const { instanceId = "" } = fields;
  if (!UUID.test(instanceId))
    problems.push({ target: "instanceId", message: "must be the id of an instance (a uuid)" });
  const since = readTime("since", fields, problems);
  const until = readTime("until", fields, problems);
  return {
    instanceId: instanceId.toLowerCase(),
    connection,
    ...readChoice("trigger", fields, problems),
    ...readChoice("cause", fields, problems),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

function readChoice(
  target: "trigger" | "cause",
  { [target]: text }: LetterFields,
  problems: FieldProblem[],
): Pick<LetterFilter, "trigger" | "cause"> {
  if (text === undefined) return {};
  const chosen = CHOICES[target](text);
  if (!chosen) problems.push({ target, message: `must be one of ${ALLOWED[target].join(", ")}` });
  return chosen ?? {};
}

function readTime(target: "since" | "until", fields: LetterFields, problems: FieldProblem[]): Instant | undefined {
  const text = fields[target];
  const instant = parseInstant(text);
  if (text !== undefined && !instant) {
    problems.push({ target, message: "must be a time in UTC, such as 2026-11-20T10:00:00Z" });
  }
  return instant;
}
