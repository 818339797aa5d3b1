import { type DeadLetter, type DeadLetterFilter, type Poison, type PoisonFilter } from "../../model/deadLetter";
import { type Chunk } from "../../model/delivery";
import { type Instant, addSeconds } from "../../model/instant";
import { type Page } from "../../model/page";
import { type Health } from "../../model/subscription";
import { RECOVERY_SECONDS } from "../lease";
import { type DeadLetterPage, type DeliveryPorts } from "../ports";

export type RedriveDeps = Pick<
  DeliveryPorts,
  "countDeadLetters" | "countPoison" | "createRedrive" | "queueRedrive" | "randomId" | "now" | "log"
>;

export interface RedriveRequest {
  readonly filter: DeadLetterFilter | PoisonFilter;
  /** Only count. */
  readonly preview: boolean;
}

export type RedriveResult =
  | { readonly outcome: "counted"; readonly count: number }
  | { readonly outcome: "accepted"; readonly redriveId: string };

/** Begins to deliver dead letters again, or tells how many there are. The row is there before its task (invariant 4). */
export async function redriveDeadLetters(
  { filter, preview }: RedriveRequest,
  deps: RedriveDeps,
): Promise<RedriveResult> {
  if (preview) return { outcome: "counted", count: await countOpen(filter, deps) };
  const redriveId = deps.randomId();
  const dueAt = addSeconds(deps.now(), RECOVERY_SECONDS);
  await deps.createRedrive({ redriveId, filter, claims: 0, dueAt, redriven: 0, passedOver: 0 });
  await deps.queueRedrive({ redriveId, claim: 1 }, 0);
  deps.log({ name: "redrive.accepted", redriveId, ...filter });
  return { outcome: "accepted", redriveId };
}

function countOpen(filter: DeadLetterFilter | PoisonFilter, deps: RedriveDeps): Promise<number> {
  return filter.kind === "poison" ? deps.countPoison(filter) : deps.countDeadLetters(filter);
}

/**
 * The chunk that delivers a dead letter again, in the lane that its subscription's health calls for. Its id is derived: the
 * same death has the same chunk, whoever redrives it.
 */
export function planRedrive(
  { event, subscription, connection, attempts }: DeadLetter,
  health: Health | undefined,
  dueAt: Instant,
): Chunk {
  const chunkId = `redrive-${subscription.random}-${String(attempts).padStart(3, "0")}`;
  const reference = { subscription, attemptsBefore: attempts, connection, redrivenAfter: attempts };
  const lane = health?.slow ? "slow" : "normal";
  return { event, chunkId, references: [reference], lane, claims: 0, dueAt, requeues: 0 };
}

export type ListDeadLettersDeps = Pick<DeliveryPorts, "listDeadLetters" | "listPoison">;

/** A page of dead letters or of poison, as the filter says, newest first. */
export function listEveryDeadLetter(
  filter: DeadLetterFilter | PoisonFilter,
  page: DeadLetterPage,
  deps: ListDeadLettersDeps,
): Promise<Page<DeadLetter | Poison>> {
  return filter.kind === "poison" ? deps.listPoison(filter, page) : deps.listDeadLetters(filter, page);
}
