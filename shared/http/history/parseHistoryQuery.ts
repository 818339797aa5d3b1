import { type HttpRequest } from "@azure/functions";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, parsePaging } from "../paging/parsePaging";
import { unknownInstance } from "../parseSubscribe";
import { invalidFields } from "../requestProblem";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The sequence of an event, where the last page ended. */
const CURSOR = /^\d{1,15}$/;

export function parseHistoryQuery(request: HttpRequest): { readonly instanceId: string; readonly paging: Paging } {
  const { instanceId = "" } = request.params;
  if (!UUID.test(instanceId)) throw unknownInstance(instanceId);
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { instanceId: instanceId.toLowerCase(), paging };
}
