import { RequestProblem } from "../requestProblem";

export function unknownItem(itemId: string): RequestProblem {
  const message = `The entity has no item '${itemId.slice(0, 100)}' that could be updated.`;
  return new RequestProblem(404, "UnknownItem", message, { target: "itemId" });
}
