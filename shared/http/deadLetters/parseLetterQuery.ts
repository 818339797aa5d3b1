import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type LetterFilter, type PoisonFilter } from "../../model/deadLetter";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, parsePaging } from "../paging/parsePaging";
import { invalidFields } from "../requestProblem";
import { LETTER_FIELDS, parseLetterFilter } from "./parseLetterFilter";
import { requireLetters } from "./requireLetters";

/** The row key of a letter, where the last page ended. */
const CURSOR = /^letter:\d{16}\.[0-9a-f]{24}$/;

/** Whose dead letters, and which of them; throws a problem that names every parameter that is wrong. */
export function parseLetterQuery(
  request: HttpRequest,
  caller: Caller,
): {
  readonly filter: LetterFilter | PoisonFilter;
  readonly paging: Paging;
} {
  const problems: FieldProblem[] = [];
  const fields = Object.fromEntries(LETTER_FIELDS.map((name) => [name, request.query.get(name) ?? undefined]));
  const filter = parseLetterFilter(fields, caller, problems);
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  if (problems.length > 0) throw invalidFields(problems);
  requireLetters(caller, filter);
  return { filter, paging };
}
