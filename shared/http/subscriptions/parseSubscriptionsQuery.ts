import { type HttpRequest } from "@azure/functions";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, parsePaging } from "../paging/parsePaging";
import { invalidFields } from "../requestProblem";

const CURSOR = /^[0-9a-f]{32}$/;

export function parseSubscriptionsQuery(request: HttpRequest): {
  readonly paging: Paging;
} {
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { paging };
}
