import { randomUUID } from "node:crypto";
import { type CountedPath, openCountedPath } from "./countedPath";

let path: CountedPath;
beforeAll(async () => {
  path = await openCountedPath();
  await path.count(randomUUID(), 1); // creates tables, opens connections
});
afterAll(() => path.close());

/** docs/decisions/0010 says what they are spent on. */
test.each([
  { fanOut: 1, most: 4 },
  { fanOut: 16, most: 0.5 },
  { fanOut: 100, most: 0.5 },
  { fanOut: 1_000, most: 0.3 },
])(
  "a fan-out of $fanOut takes at most $most storage operations a delivery, all that follows the event's storing",
  async ({ fanOut, most }) => {
    const { requests, delivered } = await path.count(randomUUID(), fanOut);
    expect(delivered).toBe(fanOut);
    process.stdout.write(`fan-out ${fanOut}: ${requests} operations, ${requests / fanOut} a delivery\n`);
    expect(requests / fanOut).toBeLessThanOrEqual(most);
  },
);
