import { sweep } from "../../shared/delivery/sweep";
import { schedulePolls } from "../../shared/detection/watches";
import { type Services } from "../../shared/runtime/serviceParts";
import { type TracedHost, openTracedHost } from "./sdk/tracedHost";

let host: TracedHost;
beforeAll(async () => {
  host = await openTracedHost([202]);
  await schedulePolls(host.deps);
  await host.poll();
  await sweep(host.deps);
});
afterEach(() => jest.useRealTimers());

/** docs/guides/cost.md reckons with these numbers; calls to CI, which are not made here, lease their turns for two each. */
test.each<[string, number, (deps: Services) => Promise<void>]>([
  ["a tick of schedulePolls that finds nothing due", 1, schedulePolls],
  ["a look at an instance where nothing has happened", 11, () => host.poll()],
  ["a sweep of one instance with nothing pending", 3, sweep],
])("%s costs %i table operations", async (_, most, work) => {
  const before = host.operations();
  await work(host.deps);
  expect(host.operations() - before).toBeLessThanOrEqual(most);
});

test("half a minute later, the tick of a timer costs one table operation more", async () => {
  const doNotFake = ["nextTick", "setImmediate", "setTimeout", "queueMicrotask", "performance"] as const;
  jest.useFakeTimers({ now: Date.now() + 31_000, doNotFake: [...doNotFake] });
  const before = host.operations();
  await host.deps.saveTick("sweep");
  expect(host.operations() - before).toBe(1);
});
