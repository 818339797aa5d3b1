import { type Answer } from "../../../shared/model/delivery";
import { type Action, type Values } from "../../../shared/storage/table/table";
import { DEADLINE_MS } from "./fakeReceivers";
import { type Run } from "./host";

/** States that nothing follows. */
export const ENDED: readonly unknown[] = ["delivered", "dead", "dropped"];

interface Post {
  readonly attempt: number;
  readonly startedAt: number;
  readonly run: Run;
  answer?: Answer;
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

export interface AuditDeps {
  readonly now: () => number;
  readonly actor: () => Run | undefined;
  /** Notes what must not be. */
  readonly object: (problem: string) => void;
}

const PREFIX = "delivery:";

/** Watches every write to the deliveries and every POST: each attempt is claimed, made once, recorded, and numbered in turn. */
export function auditDeliveries({ now, actor, object }: AuditDeps) {
  const histories = new Map<string, DeliveryHistory>();
  let duplicates = 0;

  function onWritten(eventId: string, actions: readonly Action[]): void {
    for (const action of actions)
      if (action.row.startsWith(PREFIX) && "values" in action) note(eventId, action.row, action.values);
  }

  function note(eventId: string, row: string, values: Values): void {
    const random = row.slice(PREFIX.length);
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

  function onPost(run: Run, eventId: string, random: string): Post | undefined {
    const history = histories.get(eventId + random);
    const isClaimed = history?.claimedBy === run && history.posts.at(-1)?.attempt !== history.attempt;
    if (!isClaimed) {
      object(`POST of ${eventId} to ${random} by ${run.name} without a claim of its own`);
      return undefined;
    }
    const what = `POST ${history.attempt} of ${eventId} to ${random}`;
    if (now() > history.leaseUntil - DEADLINE_MS)
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
      const excused = run.end === "killed" || run.disturbed;
      if (!excused) object(`${what} repeats POST ${last.attempt}, and no crash or lost answer explains it`);
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

export type DeliveryAudit = ReturnType<typeof auditDeliveries>;
