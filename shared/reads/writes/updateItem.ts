import { type ItemUpdate, type WriteAnswer } from "../../model/entity";
import { type EntityDeps } from "../entities/findEntity";
import { type WriteRefused, explainRefusal } from "./explainRefusal";

export interface UpdateItemDeps extends EntityDeps {
  readonly updateItem: (item: ItemUpdate) => Promise<WriteAnswer>;
}

export type ItemUpdated = { readonly outcome: "updated" } | WriteRefused;

/** Lays columns over an item in the source's real-time store, where they expire. */
export async function updateItem(request: ItemUpdate, deps: UpdateItemDeps): Promise<ItemUpdated> {
  const answer = await deps.updateItem(request);
  return answer.ok ? { outcome: "updated" } : explainRefusal(answer.failure, request, deps);
}
