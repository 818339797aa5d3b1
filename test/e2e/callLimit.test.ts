import { type LimitedHosts, startLimitedHosts } from "./limitedHosts";

const LIMIT = 100;
/** More calls than the limit admits, and few enough to be answered long before the window is over. */
const CALLS = 160;

let hosts: LimitedHosts;
beforeAll(async () => {
  hosts = await startLimitedHosts(["newcomer", "crowd"]);
});
afterAll(() => hosts.stop());

test("answers of a limited route tell what remains, those of the others nothing", async () => {
  const { status, headers } = await hosts.call("newcomer");
  expect([status, headers["ratelimit-policy"], headers["ratelimit"]]).toEqual([
    404,
    `"calls";q=100;w=60`,
    `"calls";r=99;t=64`,
  ]);
  const removal = await hosts.fetch("/api/subscriptions/unknown", undefined, "DELETE");
  expect([removal.status, removal.headers.get("ratelimit")]).toEqual([204, null]);
  const subscribing = await hosts.fetch("/api/instances/nowhere/triggers/unknown", "newcomer", "POST");
  expect([subscribing.status, subscribing.headers.get("ratelimit")]).toEqual([404, `"subscribes";r=99;t=64`]);
});

/** callLimit.long.test.ts loads the hosts for longer than the window. */
test("invariant 9: four hosts that are called at once admit 100 calls of a connection, and no more", async () => {
  const answers = await Promise.all(Array.from({ length: CALLS }, () => hosts.call("crowd")));
  const admitted = answers.filter(({ status }) => status === 404);
  expect(admitted).toHaveLength(LIMIT);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(CALLS - LIMIT);
});
