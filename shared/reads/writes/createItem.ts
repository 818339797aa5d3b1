import { type ItemWrite, type WriteAnswer } from "../../model/entity";
import { type EntityDeps } from "../entities/findEntity";
import { type WriteRefused, explainRefusal } from "./explainRefusal";

export interface CreateItemDeps extends EntityDeps {
  readonly createItem: (item: ItemWrite) => Promise<WriteAnswer>;
}

export type ItemCreated =
  /** `accepted`: the source writes it later. */
  { readonly outcome: "created" } | { readonly outcome: "accepted" } | WriteRefused;

const ACCEPTED = 202;

/** Makes an item in the source's real-time store, where it expires: it asks once and never again. */
export async function createItem(request: ItemWrite, deps: CreateItemDeps): Promise<ItemCreated> {
  const answer = await deps.createItem(request);
  if (answer.ok) return { outcome: answer.status === ACCEPTED ? "accepted" : "created" };
  const refused = await explainRefusal(answer.failure, request, deps);
  // There is no item to be unknown yet: an entity that is there and is not found takes no items.
  return refused.outcome === "unknown-item" ? { outcome: "not-offered" } : refused;
}
