import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type RedriveRequest } from "../../delivery/deadLetters/redriveDeadLetters";
import { type FieldProblem, guard } from "../../validation/guard";
import { readJson } from "../readJson";
import { invalidFields } from "../requestProblem";
import { LETTER_FIELDS, parseLetterFilter } from "./parseLetterFilter";
import { requireLetters } from "./requireLetters";

type RedriveBody = Readonly<Partial<Record<(typeof LETTER_FIELDS)[number], string | null>>> & {
  readonly preview?: boolean | null;
};

/** A cleared choice comes as null. */
const TEXT = { type: ["string", "null"], maxLength: 100 };

const checkBody = guard<RedriveBody>({
  type: "object",
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(LETTER_FIELDS.map((name) => [name, TEXT])),
    preview: { type: ["boolean", "null"] },
  },
});

/** The same filter as of the list, in the body; throws a problem that names every field that is wrong. */
export async function parseRedrive(request: HttpRequest, caller: Caller): Promise<RedriveRequest> {
  const checked = checkBody(await readJson(request));
  if (!checked.ok) throw invalidFields(checked.problems);
  const problems: FieldProblem[] = [];
  const fields = Object.fromEntries(LETTER_FIELDS.map((name) => [name, checked.value[name] ?? undefined]));
  const filter = parseLetterFilter(fields, caller, problems);
  if (problems.length > 0) throw invalidFields(problems);
  requireLetters(caller, filter);
  return { filter, preview: checked.value.preview ?? false };
}
