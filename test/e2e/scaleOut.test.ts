import { anInstance, nextPoll, refresh, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

test("invariant 2: two hosts on one storage call each flow once for each event", async () => {
  await stack.startAnotherHost();
  const { instanceId, dataSources } = await anInstance(stack);
  const watched = dataSources.slice(0, 3);
  const polled = nextPoll(stack);
  for (let index = 0; index < 20; index += 1) {
    const callbackUrl = stack.flow.callbackUrl(`flow-${index}`);
    await subscribe(stack, `${instanceId}/triggers/data-source-refresh-failed`, { callbackUrl });
  }
  await polled;
  for (const { dataSourceId } of watched) await refresh(stack, dataSourceId, "fail");
  await stack.flow.waitForReceived(60);
  for (let index = 0; index < 20; index += 1) {
    const ids = stack.flow.received(`flow-${index}`).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
  }
});
