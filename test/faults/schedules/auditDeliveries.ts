import { RECORD_AFTER_MS } from "../../../shared/delivery/attemptChunk";
import { type ReceiverAnswer, type ChunkReference } from "../../../shared/model/delivery";
import { type Action, type Values } from "../../../shared/storage/table/table";
import { type Run } from "./host";

/** States that nothing follows. */
export const ENDED: readonly unknown[] = ["delivered", "dead", "dropped"];

interface Post {
  readonly attempt: number;
  readonly startedAt: number;
  readonly run: Run;
  answer?: ReceiverAnswer;
  endedAt?: number;
  /** The state that was recorded for it; undefined while there is none. */
  recorded?: unknown;
}

/** Everything that was ever written of one delivery, and its POSTs. */
export interface DeliveryHistory {
  readonly eventId: string;
  readonly random: string;
  state: unknown;
  attempt: number;
  leaseUntil: number;
  claimedBy: Run | undefined;
  readonly posts: Post[];
}

interface PostMade {
  readonly eventId: string;
  readonly random: string;
  readonly deadlineMs: number;
}

export interface AuditDeps {
  readonly now: () => number;
  readonly actor: () => Run | undefined;
  /** Notes what must not be. */
  readonly object: (problem: string) => void;
}

const DELIVERY = "delivery:";
const CHUNK = "chunk:";
/** Until a call to the store is done, and its answer is there, when nothing is slow. */
const CALL_MS = 30;

/** Watches every write to the deliveries and every POST: each attempt is claimed, made once, recorded, and numbered in turn. */
export function auditDeliveries({ now, actor, object }: AuditDeps) {
  const histories = new Map<string, DeliveryHistory>();
  const claimIds = new Set<unknown>();
  let duplicates = 0;

  function onWritten(eventId: string, actions: readonly Action[]): void {
    for (const action of actions) {
      if (!("values" in action)) continue;
      if (action.row.startsWith(CHUNK)) noteChunk(eventId, action.values);
      if (action.row.startsWith(DELIVERY) && action.values["state"] !== "claimed")
        noteDelivery(eventId, action.row, action.values);
    }
  }

  /** A claim is a chunk's; where it is made together with the chunk, deliveries have no row of their own yet. */
  function noteChunk(eventId: string, { claimId, claims, references, leaseUntil }: Values): void {
    if (claimId === undefined || claimIds.has(claimId)) return;
    claimIds.add(claimId);
    for (const { subscription, attemptsBefore } of JSON.parse(String(references)) as readonly ChunkReference[])
      note(eventId, subscription.random, { state: "claimed", attempt: attemptsBefore + Number(claims), leaseUntil });
  }

  function noteDelivery(eventId: string, row: string, values: Values): void {
    note(eventId, row.slice(DELIVERY.length), values);
  }

  function note(eventId: string, random: string, values: Values): void {
    const history = histories.get(eventId + random) ?? begin(eventId, random);
    const { state, attempt } = values;
    const before = `${String(history.state)} ${history.attempt}`;
    const change = `delivery ${random} of ${eventId}: ${before} → ${String(state)} ${String(attempt)}`;
    if (ENDED.includes(history.state)) object(`${change}, after its end`);
    if (state === "claimed") claim(history, values, change);
    else record(history, values, change);
    history.state = state;
  }

  function begin(eventId: string, random: string): DeliveryHistory {
    const state = undefined;
    const history = { eventId, random, state, attempt: 0, leaseUntil: 0, claimedBy: undefined, posts: [] };
    histories.set(eventId + random, history);
    return history;
  }

  function claim(history: DeliveryHistory, { attempt, leaseUntil }: Values, change: string): void {
    if (attempt !== history.attempt + 1) object(`${change}: attempts are not in turn`);
    if (history.state === "claimed" && history.leaseUntil > now()) object(`${change}: its lease still runs`);
    history.attempt += 1;
    history.leaseUntil = Date.parse(String(leaseUntil));
    history.claimedBy = actor();
  }

  function record(history: DeliveryHistory, { state, attempt }: Values, change: string): void {
    if (history.state !== "claimed" || attempt !== history.attempt) object(`${change}: not the claimed attempt`);
    const post = history.posts.find((each) => each.attempt === attempt);
    if (state === "dropped") return post && object(`${change}: dropped, but there was a POST`);
    if (!post?.answer) return object(`${change}: no POST was answered`);
    const { status = 0 } = post.answer;
    if ((status >= 200 && status < 300) !== (state === "delivered")) object(`${change}: the answer was ${status}`);
    post.recorded = state;
  }

  function onPost(run: Run, { eventId, random, deadlineMs }: PostMade): Post | undefined {
    const history = histories.get(eventId + random);
    const isClaimed = history?.claimedBy === run && history.posts.at(-1)?.attempt !== history.attempt;
    if (!isClaimed) {
      object(`POST of ${eventId} to ${random} by ${run.name} without a claim of its own`);
      return undefined;
    }
    const what = `POST ${history.attempt} of ${eventId} to ${random}`;
    if (now() > history.leaseUntil - deadlineMs)
      object(`${what} may go on for longer than its claim, which ends in ${history.leaseUntil - now()} ms`);
    checkBefore(history, what);
    const post: Post = { attempt: history.attempt, startedAt: now(), run };
    history.posts.push(post);
    return post;
  }

  function checkBefore({ posts }: DeliveryHistory, what: string): void {
    const last = posts.at(-1);
    if (!last) return;
    const { answer, recorded, run, endedAt = 0 } = last;
    if (recorded === undefined) {
      duplicates += 1;
      if (!run.disturbed && !wasInFlight(last))
        object(`${what} repeats POST ${last.attempt}, and no crash or lost answer explains it`);
    } else if (answer?.retryAfterSeconds !== undefined && now() < endedAt + answer.retryAfterSeconds * 1_000) {
      object(`${what} comes ${now() - endedAt} ms after Retry-After: ${answer.retryAfterSeconds}`);
    }
  }

  return {
    onWritten,
    onPost,
    find: (eventId: string, random: string): DeliveryHistory | undefined => histories.get(eventId + random),
    all: (): Iterable<DeliveryHistory> => histories.values(),
    duplicates: (): number => duplicates,
  };
}

/** When its host was killed. What was answered longer before should have been recorded. */
function wasInFlight({ run, endedAt = Infinity }: Post): boolean {
  return run.end === "killed" && (run.endedAt ?? 0) - endedAt <= RECORD_AFTER_MS + 3 * CALL_MS;
}

export type DeliveryAudit = ReturnType<typeof auditDeliveries>;
