/**
 * When the source may be called: the blocks that it has asked for, and the window of calls already made.
 */

import { type JsonAnswer } from "../transport/jsonRequest";

export interface Blocks {
  /** The time in ms from which the source accepts calls about this instance; in the past when it does now. */
  readonly openAt: (instanceId: string) => number;
  /** Learns from an answer when further calls are accepted. */
  readonly learn: (instanceId: string, answer: JsonAnswer, now: number) => void;
}

const MAX_BACKOFF_SECONDS = 300;

/**
 * Remembers how the source has blocked us: everything after "too many calls", for as long as it says or else longer
 * each time; one instance after "not available" with a time. Nothing is opened before its time.
 */
export function createBlocks(random: () => number): Blocks {
  const instances = new Map<string, number>();
  let allOpenAt = 0;
  let refusals = 0;

  function blockAll(retryAfterSeconds: number | undefined, now: number): void {
    // Calls that were under way together are refused together; they count as one refusal.
    if (retryAfterSeconds === undefined && allOpenAt > now) return;
    const backoff = Math.min(2 ** refusals, MAX_BACKOFF_SECONDS) * (0.5 + random() / 2);
    if (retryAfterSeconds === undefined) refusals += 1;
    allOpenAt = Math.max(allOpenAt, after(now, Math.max(1, retryAfterSeconds ?? backoff)));
  }

  function closeInstance(instanceId: string, retryAfterSeconds: number, now: number): void {
    for (const [id, openAt] of instances) if (openAt <= now) instances.delete(id);
    instances.set(instanceId, Math.max(instances.get(instanceId) ?? 0, after(now, retryAfterSeconds)));
  }

  return {
    openAt: (instanceId) => Math.max(allOpenAt, instances.get(instanceId) ?? 0),
    learn: (instanceId, answer, now) => {
      if (answer.ok) {
        refusals = 0;
        return;
      }
      const { kind, retryAfterSeconds } = answer.failure;
      if (kind === "throttled") blockAll(retryAfterSeconds, now);
      if (kind === "unavailable" && retryAfterSeconds !== undefined) closeInstance(instanceId, retryAfterSeconds, now);
    },
  };
}

/** The longest closure. A longer one is taken for an error of the source. */
const MAX_CLOSED_SECONDS = 86_400;

function after(now: number, seconds: number): number {
  return now + Math.min(seconds, MAX_CLOSED_SECONDS) * 1000;
}

export interface CallWindow {
  /** The calls that may be made now so that `spare` calls stay free. */
  readonly free: (now: number, spare: number) => number;
  /** The time from which at least one call may be made; `now` or earlier when one may be made already. */
  readonly freeAt: (now: number, spare: number) => number;
  readonly use: (now: number) => void;
}

const WINDOW_MS = 60_000;

/** Counts the calls of this process in the last 60 seconds, never more than `callsPerMinute`. Times are in ms. */
export function createCallWindow(callsPerMinute: number): CallWindow {
  let times: number[] = [];
  const prune = (now: number): void => {
    // A clock that was set back must not keep calls in the window for that long.
    times = times.filter((at) => at > now - WINDOW_MS).map((at) => Math.min(at, now));
  };
  return {
    free: (now, spare) => {
      prune(now);
      return Math.max(0, callsPerMinute - spare - times.length);
    },
    freeAt: (now, spare) => {
      prune(now);
      const leaving = times[times.length - (callsPerMinute - spare)];
      return leaving === undefined ? now : leaving + WINDOW_MS;
    },
    use: (now) => void times.push(now),
  };
}
