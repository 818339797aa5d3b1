import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, parsePaging } from "../paging/parsePaging";
import { parseInstanceId } from "../parseInstanceId";
import { invalidFields } from "../requestProblem";

/** The sequence of an event, where the last page ended. */
const CURSOR = /^\d{1,15}$/;

export function parseHistoryQuery(
  request: HttpRequest,
  caller: Pick<Caller, "instances">,
): { readonly instanceId: string; readonly paging: Paging } {
  const instanceId = parseInstanceId(request, caller);
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { instanceId, paging };
}
