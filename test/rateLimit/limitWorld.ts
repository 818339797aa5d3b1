import { CodedError } from "../../shared/model/errors";
import { type CallLimit } from "../../shared/rateLimit/callLimit";
import { createCallLimit } from "../../shared/rateLimit/createCallLimit";
import { loadCallLog } from "../../shared/storage/rateLimits/loadCallLog";
import { saveCallLog } from "../../shared/storage/rateLimits/saveCallLog";
import { confirmWrites } from "../../shared/storage/table/confirmWrites";
import { type RawTable, type Submitted } from "../../shared/storage/table/rawTable";
import { memoryRawTable } from "../fakes/memoryRawTable";
import { type FakeClock, aClock } from "../source/budget/aClock";

/** What becomes of one operation of the store. */
export type Luck =
  | "well"
  | "down"
  | "moved"
  | "lost-answer"
  | "lost-write"
  /** As the SDK repeats a write whose answer was lost: done, then refused for the version it has made itself. */
  | "repeated"
  /** Lost to whoever waits, and done seconds later. */
  | "late";

interface Weather {
  readonly luck: () => Luck;
  /** On the way there, and again on the way back. */
  readonly latencyMs: () => number;
}

export interface LimitWorld {
  readonly clock: FakeClock;
  readonly operations: () => number;
  /** A host of its own, whose clock is `skewMs` ahead of the others'. */
  readonly addHost: (limits: CallLimit["limits"], skewMs?: number) => CallLimit;
}

export const FAIR: Weather = { luck: () => "well", latencyMs: () => 0 };
export const LIMITS = { calls: 10, subscribes: 3 };

/** Hosts that share a store, in time that passes only when told. */
export function limitWorld({ luck, latencyMs }: Weather = FAIR, random: () => number = () => 0.5): LimitWorld {
  const clock = aClock();
  const stored = memoryRawTable("RateLimits");
  let operations = 0;
  let ids = 0;
  const travel = (): Promise<void> => clock.wait(latencyMs());
  const raw: RawTable = {
    ...stored,
    get: async (...asked) => {
      operations += 1;
      await travel();
      if (luck() === "down") throw down();
      const found = await stored.get(...asked);
      await travel();
      return found;
    },
    submit: async (...given) => {
      operations += 1;
      await travel();
      const answer = await submit(luck(), () => stored.submit(...given), clock);
      await travel();
      return answer;
    },
  };
  const addHost: LimitWorld["addHost"] = (limits, skewMs = 0) => {
    const table = confirmWrites(raw);
    return createCallLimit(
      { limits, windowMs: 60_000 },
      {
        loadCallLog: loadCallLog(table, () => undefined),
        saveCallLog: saveCallLog(table),
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
  if (luck === "down") throw down();
  if (luck === "moved") return { answer: "refused", action: 0, found: "moved", repeated: false };
  if (luck === "late") void clock.wait(4_000).then(write);
  if (luck === "late" || luck === "lost-write") return { answer: "lost", cause: new Error(luck) };
  const answer = await write();
  if (luck === "repeated") return { answer: "refused", action: 0, found: "moved", repeated: true };
  return luck === "lost-answer" ? { answer: "lost", cause: new Error(luck) } : answer;
}

function down(): CodedError {
  return new CodedError("storage-unavailable", "down");
}
