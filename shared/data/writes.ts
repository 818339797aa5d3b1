/**
 * Writes of items to the source's real-time store, where they expire. A write is sent once and never repeated: it is
 * not known whether a write without an answer was made.
 */
import { type ItemUpdate, type ItemWrite } from "../model/entity";
import { type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "./entities";
import { type DataPorts } from "./ports";

export type CreateItemDeps = EntityDeps & Pick<DataPorts, "createItem">;

export type WriteRefused =
  /** `why` is the source's description of what is wrong with the item. */
  | { readonly outcome: "refused-item"; readonly why: string }
  | { readonly outcome: "item-exists" }
  | { readonly outcome: "unknown-item" }
  /** The source has no such operation: it is a preview that may be absent or withdrawn. */
  | { readonly outcome: "not-offered" }
  /** Our identity may read the entity but not write to it. */
  | { readonly outcome: "forbidden" }
  /** The request was sent and no answer came; the write may have been made. */
  | { readonly outcome: "unanswered"; readonly failure: SourceFailure }
  | EntityMissing;

export type ItemCreated =
  /** `accepted` means that the source writes the item later. */
  { readonly outcome: "created" } | { readonly outcome: "accepted" } | WriteRefused;

const ACCEPTED = 202;

/** Creates an item. */
export async function createItem(request: ItemWrite, deps: CreateItemDeps): Promise<ItemCreated> {
  const answer = await deps.createItem(request);
  if (answer.ok) return { outcome: answer.status === ACCEPTED ? "accepted" : "created" };
  const refused = await explainRefusal(answer.failure, request, deps);
  // A create cannot miss an item: a 404 for an entity that exists means that the entity does not accept writes.
  return refused.outcome === "unknown-item" ? { outcome: "not-offered" } : refused;
}

const UNANSWERED: readonly SourceFailure["kind"][] = ["timed-out", "unreachable"];

/** Statuses of a gateway that got no answer from the service behind it. */
const UNANSWERED_GATEWAY = [502, 504];

/**
 * The meaning of a failed write for the caller. A 403 or 404 costs further calls, which show whether the entity exists.
 */
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
  // The request was not sent: a key that cannot be part of an address belongs to no item.
  return status === 0 ? { outcome: "unknown-item" } : undefined;
}

export type UpdateItemDeps = EntityDeps & Pick<DataPorts, "updateItem">;

export type ItemUpdated = { readonly outcome: "updated" } | WriteRefused;

/** Changes the given columns of an item. */
export async function updateItem(request: ItemUpdate, deps: UpdateItemDeps): Promise<ItemUpdated> {
  const answer = await deps.updateItem(request);
  return answer.ok ? { outcome: "updated" } : explainRefusal(answer.failure, request, deps);
}
