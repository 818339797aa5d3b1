import { type Commit } from "../../shared/detection/ports";
import { pollInstance } from "../../shared/detection/pollInstance";
import { toReference } from "../../shared/model/event";
import { type SubjectChange } from "../../shared/model/subject";
import { INSTANCE_ID } from "../builders/workflow";
import { aPending } from "../builders/aPending";
import { aPoll, stored } from "./aPoll";

function committed(change: SubjectChange): Commit {
  const events = stored(change);
  return { outcome: "committed", events, markers: events.map((event) => aPending({ event: toReference(event) })) };
}

/** A poll that stores its events itself, and whose hand-overs end when the test says so. */
function begin() {
  const ends: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const { deps, steps, lines } = aPoll({
    commitChange: (_, change) => Promise.resolve(committed(change)),
    handOver: ({ sequence }, marker) => {
      steps.push(`hand over ${sequence}, ${marker.version}`);
      return new Promise((resolve, reject) => {
        ends.push({ end: resolve, fail: reject });
      });
    },
  });
  return { ends, steps, lines, ended: pollInstance({ instanceId: INSTANCE_ID }, deps) };
}

/** Resolves when everything that waits for nothing else has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test("who stores an event hands it over, with its marker, and sets the next look without waiting for its flows", async () => {
  const { ends, steps, lines, ended } = begin();
  await settled();
  expect(steps).toEqual(["hand over 1, 1", expect.stringMatching(/^next /)]);
  expect(lines.at(-1)).toMatchObject({ name: "poll.completed", outcome: "ok", events: 1 });
  let isOver = false;
  const over = ended.then(() => (isOver = true));
  await settled();
  expect(isOver).toBe(false);
  for (const { end } of ends) end();
  await over;
});

test("a hand-over that fails fails the poll when all have ended", async () => {
  const { ends, steps, ended } = begin();
  await settled();
  const fault = new Error("storage is away");
  for (const { fail } of ends) fail(fault);
  await expect(ended).rejects.toBe(fault);
  expect(steps).toHaveLength(2);
});

test("hand-overs are waited for though the rest of the poll fails", async () => {
  const ends: (() => void)[] = [];
  const fault = new Error("storage is away");
  const { deps } = aPoll({
    commitChange: (_, change) => Promise.resolve(committed(change)),
    handOver: () =>
      new Promise((resolve) => {
        ends.push(resolve);
      }),
    rescheduleWatch: () => Promise.reject(fault),
  });
  let isOver = false;
  const ended = pollInstance({ instanceId: INSTANCE_ID }, deps).finally(() => (isOver = true));
  const failed = ended.catch((error: unknown) => error);
  await settled();
  expect(isOver).toBe(false);
  for (const end of ends) end();
  expect(await failed).toBe(fault);
});

test("events that another poll has stored go through their queue", async () => {
  const { deps, steps } = aPoll({
    commitChange: (_, change) => Promise.resolve({ outcome: "committed", events: stored(change) }),
  });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps[0]).toBe("queue 1");
});
