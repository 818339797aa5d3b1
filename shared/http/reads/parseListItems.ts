import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Sealer } from "../../access/createSealer";
import { LIST_OPTIONS } from "../../reads/items/itemOptions";
import { type ItemsRequest } from "../../reads/items/listItems";
import { type FieldProblem } from "../../validation/guard";
import { invalidFields } from "../requestProblem";
import { openPlace } from "./itemLinks";
import { parseEntityRequest } from "./parseEntityRequest";
import { parseItemOptions } from "./parseItemOptions";

const FOREIGN = { target: "$skiptoken", message: "is none that this list gave: follow @odata.nextLink as it is" };

/** Reads a request for items; throws a problem that names each parameter that is wrong. */
export function parseListItems(request: HttpRequest, caller: Pick<Caller, "instances">, sealer: Sealer): ItemsRequest {
  const problems: FieldProblem[] = [];
  const question = {
    ...parseEntityRequest(request, caller),
    options: parseItemOptions(request, LIST_OPTIONS, problems),
  };
  if (problems.length > 0) throw invalidFields(problems);
  const tokens = [...request.query].filter(([name]) => name.toLowerCase() === "$skiptoken").map(([, value]) => value);
  if (tokens.length === 0) return question;
  const [token = ""] = tokens;
  const place = tokens.length === 1 ? openPlace(token, question, sealer) : undefined;
  if (!place) throw invalidFields([FOREIGN]);
  return { ...question, place };
}
