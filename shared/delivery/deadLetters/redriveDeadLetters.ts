import { type LetterFilter, type PoisonFilter, type Redrive } from "../../model/deadLetter";
import { type Instant, after } from "../../model/instant";
import { type Log } from "../../model/log";
import { type RedriveTask } from "../../model/task";
import { RECOVERY_SECONDS } from "../recovery";

export interface RedriveDeps {
  readonly countDeadLetters: (filter: LetterFilter) => Promise<number>;
  readonly countPoison: (filter: PoisonFilter) => Promise<number>;
  readonly createRedrive: (redrive: Omit<Redrive, "version"> & { readonly dueAt: Instant }) => Promise<void>;
  readonly queueRedrive: (task: RedriveTask, delaySeconds: number) => Promise<void>;
  /** 128 bits, base64url. */
  readonly randomId: () => string;
  readonly now: () => Date;
  readonly log: Log;
}

export interface RedriveRequest {
  readonly filter: LetterFilter | PoisonFilter;
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
  const dueAt = after(deps.now(), RECOVERY_SECONDS);
  await deps.createRedrive({ redriveId, filter, claims: 0, dueAt, redriven: 0, passedOver: 0 });
  await deps.queueRedrive({ redriveId, claim: 1 }, 0);
  deps.log({ name: "redrive.accepted", redriveId, ...filter });
  return { outcome: "accepted", redriveId };
}

function countOpen(filter: LetterFilter | PoisonFilter, deps: RedriveDeps): Promise<number> {
  return filter.kind === "poison" ? deps.countPoison(filter) : deps.countDeadLetters(filter);
}
