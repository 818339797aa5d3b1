import { anInstance, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => (stack = await startStack({ SUBSCRIPTIONS_PER_CONNECTION: "2" })));
afterAll(() => stack.stop());

test("a full connection's flows may subscribe again, a new one is answered 403 that names the setting", async () => {
  const { instanceId } = await anInstance(stack);
  const ask = (flow: string): Promise<Response> =>
    subscribe(stack, `${instanceId}/triggers/unification-completed`, { callbackUrl: stack.flow.callbackUrl(flow) });
  const statuses: number[] = [];
  for (const flow of ["one", "two", "one"]) statuses.push((await ask(flow)).status);
  expect(statuses).toEqual([201, 201, 201]);
  const refused = await ask("three");
  expect(refused.status).toBe(403);
  expect(await refused.text()).toMatch(/TooManySubscriptions.*SUBSCRIPTIONS_PER_CONNECTION/);
});
