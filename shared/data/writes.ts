import { type ItemUpdate, type ItemWrite, type WriteAnswer } from "../model/entity";
import { type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "./entities";

export interface CreateItemDeps extends EntityDeps {
  readonly createItem: (item: ItemWrite) => Promise<WriteAnswer>;
}

export type WriteRefused =
  /** What is wrong with the item, in the source's words. */
  | { readonly outcome: "refused-item"; readonly why: string }
  | { readonly outcome: "item-exists" }
  | { readonly outcome: "unknown-item" }
  /** The preview is not there, or not any more. */
  | { readonly outcome: "not-offered" }
  /** Our identity may read the entity and not write to it. */
  | { readonly outcome: "forbidden" }
  /** The source was asked and did not say what came of it. */
  | { readonly outcome: "unanswered"; readonly failure: SourceFailure }
  | EntityMissing;

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

const UNANSWERED: readonly SourceFailure["kind"][] = ["timed-out", "unreachable"];

/** A gateway's: what lies behind it did not answer it. */
const UNANSWERED_GATEWAY = [502, 504];

/** What a failed write means to whoever wants it. What is hidden costs further calls, which tell whether the entity is there. */
export async function explainRefusal(
  failure: SourceFailure,
  request: EntityRequest,
  deps: EntityDeps,
): Promise<WriteRefused> {
  const { kind, status = 0, message: why } = failure;
  if (kind === "not-offered") return { outcome: "not-offered" };
  if (UNANSWERED.includes(kind) || UNANSWERED_GATEWAY.includes(status)) return { outcome: "unanswered", failure };
  if (kind === "rejected") return explainStatus(status, why) ?? { outcome: "source-failed", failure };
  if (!isHidden(failure)) return { outcome: "source-failed", failure };
  const found = await findEntity(request, deps);
  if (found.outcome !== "found") return found;
  return { outcome: kind === "forbidden" ? "forbidden" : "unknown-item" };
}

const BAD_ITEM = [400, 413, 415, 422];

const CONFLICT = 409;

function explainStatus(status: number, why: string): WriteRefused | undefined {
  if (status === CONFLICT) return { outcome: "item-exists" };
  if (BAD_ITEM.includes(status)) return { outcome: "refused-item", why };
  // Never sent: no item has a key that cannot be part of an address.
  return status === 0 ? { outcome: "unknown-item" } : undefined;
}

export interface UpdateItemDeps extends EntityDeps {
  readonly updateItem: (item: ItemUpdate) => Promise<WriteAnswer>;
}

export type ItemUpdated = { readonly outcome: "updated" } | WriteRefused;

/** Lays columns over an item in the source's real-time store, where they expire. */
export async function updateItem(request: ItemUpdate, deps: UpdateItemDeps): Promise<ItemUpdated> {
  const answer = await deps.updateItem(request);
  return answer.ok ? { outcome: "updated" } : explainRefusal(answer.failure, request, deps);
}
