import { CodedError } from "../../shared/model/errors";
import { type CallLimit, createCallLimit } from "../../shared/rateLimit/callLimit";
import { callLogStore } from "../../shared/storage/rateLimits";
import { confirmWrites } from "../../shared/storage/table/confirmWrites";
import { type RawTable, type Submitted } from "../../shared/storage/table/table";
import { memoryRawTable } from "../fakes/memoryRawTable";
import { type FakeClock, aClock } from "../source/budget/aClock";

/** What becomes of one operation of the store. */
export type Luck =
  | "well"
  | "down"
  | "moved"
  | "lost-answer"
  | "lost-write"
  /** A write whose answer was lost, as the SDK repeats it: done, then refused for the version it has made itself. */
  | "repeated"
  /** Lost to whoever waits, and done seconds later. */
  | "late";

interface HostTraits {
  /** How far its clock is ahead of real time. */
  readonly skewMs?: number;
  /** The time of a call's way to the store, and again of the way back. */
  readonly latencyMs?: () => number;
}

export interface LimitWorld {
  readonly clock: FakeClock;
  readonly operations: () => number;
  /** A process of its own. */
  readonly addHost: (limits: CallLimit["limits"], traits?: HostTraits) => CallLimit;
}

export const LIMITS = { calls: 10, subscribes: 3 };

/** Hosts that share a store, in time that passes only when told. */
export function limitWorld(luck: () => Luck = () => "well", random: () => number = () => 0.5): LimitWorld {
  const clock = aClock();
  const stored = memoryRawTable("RateLimits");
  let operations = 0;
  let ids = 0;
  const visit = async <T>(latencyMs: () => number, operation: () => Promise<T>): Promise<T> => {
    operations += 1;
    await clock.wait(latencyMs());
    const answer = await operation();
    await clock.wait(latencyMs());
    return answer;
  };
  const addHost: LimitWorld["addHost"] = (limits, { skewMs = 0, latencyMs = () => 0 } = {}) => {
    const raw: RawTable = {
      ...stored,
      get: (...asked) => visit(latencyMs, () => (luck() === "down" ? fail() : stored.get(...asked))),
      submit: (...given) => visit(latencyMs, () => submit(luck(), () => stored.submit(...given), clock)),
    };
    const table = confirmWrites(raw);
    return createCallLimit(
      { limits, windowMs: 60_000 },
      {
        ...callLogStore(table, { report: () => undefined }),
        now: () => new Date(clock.now().getTime() + skewMs),
        monotonicMs: () => clock.now().getTime(),
        wait: clock.wait,
        random,
        randomId: () => `b${(ids += 1)}`,
      },
    );
  };
  return { clock, operations: () => operations, addHost };
}

async function submit(luck: Luck, write: () => Promise<Submitted>, clock: FakeClock): Promise<Submitted> {
  if (luck === "down") return fail();
  if (luck === "moved") return { answer: "refused", action: 0, found: "moved", repeated: false };
  if (luck === "late") void clock.wait(4_000).then(write);
  if (luck === "late" || luck === "lost-write") return { answer: "lost", cause: new Error(luck) };
  const answer = await write();
  if (luck === "repeated") return { answer: "refused", action: 0, found: "moved", repeated: true };
  return luck === "lost-answer" ? { answer: "lost", cause: new Error(luck) } : answer;
}

async function fail(): Promise<never> {
  throw new CodedError("storage-unavailable", "down");
}
