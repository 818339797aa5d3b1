import { queueDelivery } from "../../shared/storage/queue/queueDelivery";
import { queueDispatch } from "../../shared/storage/queue/queueDispatch";
import { queuePoll } from "../../shared/storage/queue/queuePoll";
import { aReference } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("queues in $store", ({ open }) => {
  let store: Store;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());

  test("tasks arrive as plain JSON on their queues", async () => {
    const event = aReference();
    const task = { ...event, chunkId: "page-00000-00", claim: 1 };
    await queuePoll(store.queues.polls)({ instanceId: event.instanceId });
    await queueDispatch(store.queues.events)({ ...event, more: "than a task has" } as never);
    await queueDelivery(store.queues.deliveries)(task, 0);
    const texts = async (queue: keyof Store["queues"]): Promise<unknown[]> =>
      (await store.receive(queue)).map(({ text }) => JSON.parse(text) as unknown);
    expect(await texts("polls")).toEqual([{ instanceId: event.instanceId }]);
    expect(await texts("events")).toEqual([event]);
    expect(await texts("deliveries")).toEqual([task]);
  });

  test("many at once create their queue once and all arrive", async () => {
    const send = queueDispatch(store.queues.events);
    await Promise.all(Array.from({ length: 20 }, () => send(aReference())));
    expect(await store.receive("events")).toHaveLength(20);
  });

  test("a delayed task does not show before its time", async () => {
    const send = queueDelivery(store.queues.deliveries);
    const task = { ...aReference(), chunkId: "page-00000-00", claim: 1 };
    await send({ ...task, chunkId: "later" }, 129_600);
    await send({ ...task, chunkId: "now" }, 0);
    const shown = (await store.receive("deliveries")).map(({ text }) => JSON.parse(text) as { chunkId: string });
    expect(shown.map(({ chunkId }) => chunkId)).toEqual(["now"]);
  });
});
