import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type ItemUpdate } from "../../model/entity";
import { readItemId } from "../reads/readItemId";
import { invalidFields } from "../requestProblem";
import { parseItemWrite } from "./parseItemWrite";
import { unknownItem } from "./unknownItem";

/** Reads a request to change an item; throws a problem that names what is wrong. */
export async function parseItemUpdate(request: HttpRequest, caller: Pick<Caller, "instances">): Promise<ItemUpdate> {
  const { itemId, isPossible } = readItemId(request);
  const ifMatch = request.headers.get("if-match") ?? "*";
  if (ifMatch.trim() !== "*") {
    // Obeyed in part it would be worse than refused: somebody else's change would be lost.
    const message = "must be * or absent: Customer Insights gives items no versions";
    throw invalidFields([{ target: "If-Match", message }]);
  }
  const write = await parseItemWrite(request, caller);
  if (!isPossible) throw unknownItem(itemId);
  return { ...write, itemId };
}
