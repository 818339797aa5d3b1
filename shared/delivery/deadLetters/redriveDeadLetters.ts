/**
 * Redrives: dead letters, or poison, of a filter are delivered again. This file starts one and lists what it would
 * take; `advanceRedrive.ts` does the work, page by page, from queue `redrives`.
 */
import { type DeadLetter, type DeadLetterFilter, type Poison, type PoisonFilter } from "../../model/deadLetter";
import { type Chunk } from "../../model/delivery";
import { type Instant, addSeconds } from "../../model/instant";
import { type Page } from "../../model/stored";
import { type Health } from "../../model/subscription";
import { RECOVERY_SECONDS } from "../lease";
import { type DeadLetterPage, type DeliveryPorts } from "../ports";

export type RedriveDeps = Pick<
  DeliveryPorts,
  "countDeadLetters" | "countPoison" | "createRedrive" | "queueRedrive" | "randomId" | "now" | "log"
>;

export interface RedriveRequest {
  readonly filter: DeadLetterFilter | PoisonFilter;
  /** True to count only. */
  readonly preview: boolean;
}

export type RedriveResult =
  | { readonly outcome: "counted"; readonly count: number }
  | { readonly outcome: "accepted"; readonly redriveId: string };

/**
 * Starts a redrive, or counts what it would take. The redrive's row is stored before its task is queued (invariant 4).
 */
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
 * Plans the chunk that delivers a dead letter again, in the lane that its subscription's health calls for. Its id is
 * derived from the attempts made, so that one death has one chunk, whoever redrives it.
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

/** Lists a page of dead letters or of poison, as the filter says, newest first. */
export function listEveryDeadLetter(
  filter: DeadLetterFilter | PoisonFilter,
  page: DeadLetterPage,
  deps: ListDeadLettersDeps,
): Promise<Page<DeadLetter | Poison>> {
  return filter.kind === "poison" ? deps.listPoison(filter, page) : deps.listDeadLetters(filter, page);
}
