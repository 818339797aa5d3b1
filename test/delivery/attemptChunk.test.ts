import { addressEvent } from "../../shared/delivery/attempt";
import { RECORD_AFTER_MS } from "../../shared/delivery/attemptChunk";
import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { aKey } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";
import { CHUNK, TASK, aWorldWith, retryId } from "./chunkWorld";
import { type World, type WorldDeps, depsOf } from "./deliveryWorld";

const THRESHOLD = { value: 100, direction: "either" } as const;

test.each([
  [90, 110, "above"],
  [110, 90, "below"],
])(
  "a crossing from %i to %i says which threshold was crossed, and that it went %s it",
  (previous, current, direction) => {
    const event = anEvent({
      trigger: "segment-threshold-crossed",
      crossing: { previous, current },
      fields: { value: current },
    });
    const { fields } = addressEvent(event, { subscription: aKey("a", { threshold: THRESHOLD }), attemptsBefore: 0 });
    expect(fields).toEqual({ value: current, threshold: 100, direction });
  },
);

test("an event that is no crossing is the same for everybody", () => {
  const event = anEvent();
  expect(addressEvent(event, { subscription: aKey(), attemptsBefore: 3 })).toBe(event);
});

test("a delivery that was redriven says so, and keeps its eventId", () => {
  const event = anEvent();
  const told = addressEvent(event, { subscription: aKey(), attemptsBefore: 13, redrivenAfter: 12 });
  expect(told).toEqual({ ...event, fields: { ...event.fields, redelivery: true } });
});

const OK: ReceiverAnswer = { status: 202, durationMs: 1 };

/** Resolves when everything that waits for nothing else has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A chunk under way, whose receivers answer and whose pauses end when a test says so. */
function begin(names: readonly string[], change: (deps: WorldDeps) => Partial<WorldDeps> = () => ({})) {
  const world = aWorldWith(names);
  const answers = new Map<string, (answer: ReceiverAnswer) => void>();
  const pauses: { readonly delayMs: number; readonly end: () => void }[] = [];
  world.answer = ({ url }) =>
    new Promise((resolve) => {
      answers.set(new URL(url).hostname.split(".")[0] ?? "", resolve);
    });
  world.pause = (delayMs) =>
    new Promise((resolve) => {
      pauses.push({ delayMs, end: resolve });
    });
  const ended = deliverChunk(TASK, depsOf(world, change(depsOf(world))));
  const answer = async (name: string, given: ReceiverAnswer = OK): Promise<void> => {
    await settled();
    answers.get(name)?.(given);
    await settled();
  };
  const passTime = async (): Promise<void> => {
    await settled();
    pauses.at(-1)?.end();
    await settled();
  };
  return { world, ended, answer, passTime, pauses };
}

const left = ({ chunks }: World): unknown =>
  chunks.get(CHUNK.chunkId)?.chunk.references.map((each) => each.subscription);

test("invariant 6: what ended is recorded soon, while a receiver is slow; the claim goes on for the rest", async () => {
  const { world, ended, answer, passTime, pauses } = begin(["quick", "slow"]);
  await answer("quick");
  expect(world.records).toEqual([]);
  await passTime();
  expect(pauses[0]?.delayMs).toBe(RECORD_AFTER_MS);
  expect(world.records.map(({ reference }) => reference.subscription)).toEqual([aKey("quick")]);
  expect(left(world)).toEqual([aKey("slow")]);
  await answer("slow");
  await ended;
  expect(world.writes).toEqual(["claimed", "post", "post", "recorded", "recorded"]);
  expect(world.chunks.size).toBe(0);
});

test("a chunk whose receivers answer soon is recorded once", async () => {
  const { world, ended, answer } = begin(["a", "b", "c"]);
  for (const name of ["a", "b", "c"]) await answer(name);
  await ended;
  expect(world.writes.filter((each) => each === "recorded")).toHaveLength(1);
});

test("nothing is recorded while nothing has ended", async () => {
  const { world, ended, answer, passTime } = begin(["a"]);
  await passTime();
  await passTime();
  await answer("a");
  await ended;
  expect(world.writes).toEqual(["claimed", "post", "recorded"]);
});

test("a retry is queued as soon as its attempt is recorded", async () => {
  const { world, ended, answer, passTime } = begin(["bad", "slow"]);
  await answer("bad", { status: 500, durationMs: 1 });
  await passTime();
  expect(world.deliveries).toMatchObject([{ task: { chunkId: retryId("bad", 1), claim: 1 } }]);
  await answer("slow");
  await ended;
});

test("invariant 6: whoever lost the lease records nothing more, and still waits for its POSTs", async () => {
  const recordAttempts = jest.fn(() => Promise.resolve({ outcome: "lost" } as const));
  const { world, ended, answer, passTime } = begin(["a", "b"], () => ({ recordAttempts }));
  await answer("a");
  await passTime();
  await answer("b");
  await ended;
  expect(recordAttempts).toHaveBeenCalledTimes(1);
  expect(world.lines.at(-1)).toMatchObject({ name: "chunk.delivered", outcome: "lost" });
});

test("a recording that failed is made with the next", async () => {
  let failures = 1;
  const { world, ended, answer, passTime } = begin(["a", "b"], ({ recordAttempts }) => ({
    recordAttempts: (...asked) => {
      failures -= 1;
      return failures < 0 ? recordAttempts(...asked) : Promise.reject(new Error("storage is away"));
    },
  }));
  await answer("a");
  await passTime();
  expect(world.records).toEqual([]);
  await answer("b");
  await ended;
  expect(world.records).toHaveLength(2);
});

test("invariant 5: a retry that cannot be queued is told when all POSTs have ended and are recorded", async () => {
  const fault = new Error("the queue is away");
  const { world, ended, answer, passTime } = begin(["bad", "slow"], () => ({
    queueDelivery: () => Promise.reject(fault),
  }));
  const told = ended.catch((error: unknown) => error);
  await answer("bad", { status: 500, durationMs: 1 });
  await passTime();
  await answer("slow");
  expect(await told).toBe(fault);
  expect(world.records).toHaveLength(2);
});

test("what found no turn is put back when all have ended: in one chunk", async () => {
  const ends: ((answer: ReceiverAnswer) => void)[] = [];
  const { world, ended, passTime } = begin(["busy", "slow"], () => ({
    post: ({ url }) =>
      url.includes("busy")
        ? Promise.resolve("host-busy")
        : new Promise((resolve) => {
            ends.push(resolve);
          }),
  }));
  await passTime();
  expect(world.records).toEqual([]);
  for (const end of ends) end(OK);
  await ended;
  expect([...world.chunks.keys()]).toEqual([`${CHUNK.chunkId}-w1`]);
});
