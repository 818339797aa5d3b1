import { anInstance, nextPoll, refresh, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

/** Kills a real host, once at each of the moments: as soon as it has logged that line. */
export function testHostCrashes(moments: readonly string[]): void {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  test("invariants 1, 4, 6: a host killed on the way is succeeded by one that calls every flow, once", async () => {
    const { instanceId, dataSources } = await anInstance(stack);
    const watched = dataSources.slice(0, moments.length);
    const polled = nextPoll(stack);
    for (const { dataSourceId } of watched) {
      const callbackUrl = stack.flow.callbackUrl(dataSourceId);
      await subscribe(stack, `${instanceId}/triggers/data-source-refresh-failed`, { callbackUrl, dataSourceId });
    }
    await polled;
    for (const [index, { dataSourceId }] of watched.entries()) {
      const reached = stack.nextLine(({ name }) => name === moments[index]);
      await refresh(stack, dataSourceId, "fail");
      await reached;
      await stack.crash();
    }
    for (const { dataSourceId } of watched) {
      const received = await stack.flow.waitForReceived(1, { flow: dataSourceId });
      expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    }
    const calls = watched.map(({ dataSourceId }) => stack.flow.received(dataSourceId).length);
    expect(calls.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(watched.length + moments.length);
  });
}
