import { queueTasks } from "../../shared/storage/queueTasks";
import { parseDeliveryTask } from "../../shared/validation/parseTask";
import { aChunk } from "../builders/aChunk";
import { aReference } from "./builders";
import { STORES, type Store } from "./stores";

const now = (): Date => new Date("2026-11-20T12:00:00Z");
const showsAt = "2026-11-20T12:00:00.0000000Z";

describe.each(STORES)("queues in $store", ({ open }) => {
  let store: Store;
  let tasks: ReturnType<typeof queueTasks>;

  beforeAll(async () => {
    store = await open();
    tasks = queueTasks(store.queues, { now });
  });
  afterAll(() => store.close());

  test("tasks arrive as plain JSON on their queues", async () => {
    const event = aReference();
    const chunk = aChunk({ event, claims: 2 });
    const send = tasks.queueDelivery;
    await tasks.queuePoll({ instanceId: event.instanceId });
    await tasks.queueDispatch({ ...event, more: "than a task has" } as never);
    await send(chunk, 0);
    await send({ ...chunk, claims: 0, lane: "slow" }, 0);
    const texts = async (queue: keyof Store["queues"]): Promise<unknown[]> =>
      (await store.receive(queue)).map(({ text }) => JSON.parse(text) as unknown);
    expect(await texts("polls")).toEqual([{ instanceId: event.instanceId, showsAt }]);
    expect(await texts("events")).toEqual([{ ...event, showsAt }]);
    const task = { ...event, chunkId: chunk.chunkId, showsAt };
    expect(await texts("deliveries")).toEqual([{ ...task, claim: 3 }]);
    expect(await texts("slowDeliveries")).toEqual([{ ...task, claim: 1 }]);
  });

  test("the task for a first claim carries the chunk as it was stored", async () => {
    const { event, references, lane, ...chunk } = aChunk({ event: aReference() });
    const send = tasks.queueDelivery;
    const stored = { references, lane, version: "W/1" };
    await send({ ...chunk, event, references, lane }, 0, "W/1");
    await send({ ...chunk, event, references, lane, claims: 1 }, 0, "W/1");
    await send({ ...chunk, event, references, lane, notBefore: chunk.dueAt }, 0, "W/1");
    const task = { ...event, chunkId: chunk.chunkId, showsAt };
    const texts = (await store.receive("deliveries")).map(({ text }) => JSON.parse(text) as unknown);
    expect(texts).toEqual([
      { ...task, claim: 1, stored },
      { ...task, claim: 2 },
      { ...task, claim: 1 },
    ]);
    expect(parseDeliveryTask(texts[0])).toEqual(texts[0]);
  });

  test("many at once create their queue once and all arrive", async () => {
    const send = tasks.queueDispatch;
    await Promise.all(Array.from({ length: 20 }, () => send(aReference())));
    expect(await store.receive("events")).toHaveLength(20);
  });

  test("the longest wait of each queue is seen without taking a task; delayed ones do not wait", async () => {
    await tasks.queueRedrive({ redriveId: "later", claim: 1 }, 3_600);
    await tasks.queueRedrive({ redriveId: "now", claim: 1 }, 0);
    const waiting = await tasks.listWaiting();
    expect(waiting.map(({ queue }) => queue)).toEqual(["polls", "events", "deliveries", "deliveries-slow", "redrives"]);
    expect(waiting.find(({ queue }) => queue === "redrives")).toEqual({ queue: "redrives", waitingSince: showsAt });
    expect(await store.receive("redrives")).toHaveLength(1);
    expect((await tasks.listWaiting()).find(({ queue }) => queue === "redrives")).toEqual({ queue: "redrives" });
  });

  test("a delayed task does not show before its time", async () => {
    const send = tasks.queueDelivery;
    await send(aChunk({ chunkId: "later" }), 129_600);
    await send(aChunk({ chunkId: "after more than a queue can wait" }), 30 * 86_400);
    await send(aChunk({ chunkId: "now" }), 0);
    const shown = (await store.receive("deliveries")).map(({ text }) => JSON.parse(text) as { chunkId: string });
    expect(shown.map(({ chunkId }) => chunkId)).toEqual(["now"]);
  });
});
