import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, parsePaging } from "../paging/parsePaging";
import { RequestProblem, invalidFields } from "../requestProblem";
import { requireRole } from "../requireRole";

const EVENT_ID = /^evt_[0-9a-f]{32}$/;
/** Sealed; only whoever opens it can tell whether it is ours. */
const CURSOR = /^[\w.-]{1,1000}$/;

interface DeliveriesQuery {
  /** Without `connection`, of everybody. */
  readonly of: { readonly eventId: string; readonly connection?: string };
  readonly paging: Paging;
}

export function parseDeliveriesQuery(
  request: HttpRequest,
  caller: Pick<Caller, "connection" | "roles">,
): DeliveriesQuery {
  const { eventId = "" } = request.params;
  if (!EVENT_ID.test(eventId)) {
    const message = `There is no event '${eventId.slice(0, 100)}'.`;
    throw new RequestProblem(404, "UnknownEvent", message, { target: "eventId" });
  }
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  const of = request.query.get("of") ?? "own";
  if (of !== "own" && of !== "everybody") problems.push({ target: "of", message: "must be own or everybody" });
  if (problems.length > 0) throw invalidFields(problems);
  if (of === "everybody") requireRole(caller, "operate");
  return { of: of === "everybody" ? { eventId } : { eventId, connection: caller.connection }, paging };
}
