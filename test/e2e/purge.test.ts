import { createTables } from "../../shared/storage/createTables";
import { INSTANCE_ID } from "../builders/anEvent";
import { storePast } from "../delivery/purge/storePast";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

test("the purge removes what is old from real storage", async () => {
  const { connectionString } = stack;
  const tables = createTables({ kind: "connection-string", connectionString });
  const event = { state: "done", deliveries: 130 } as const;
  const events = [31, 31, 29].map((ageDays) => ({ ...event, ageDays }));
  const subscriptions = [31, 29].map((ageDays) => ({ ageDays, fate: "dormant" as const, isAwaited: false }));
  const redrives = [91, 89].map((ageDays) => ({ ageDays, isDone: true }));
  const past = { instanceId: INSTANCE_ID, events, subscriptions, letterAges: [91, 89], redrives };
  await storePast(past, tables, new Date());
  const purged = stack.nextLine(({ name }) => name === "purge.completed");
  await fetch(`${stack.host().url}/admin/functions/purge`, { method: "POST", body: "{}" });
  expect(await purged).toMatchObject({
    events: 2,
    deliveries: 262,
    deadLetters: 1,
    redrives: 1,
    subscriptions: 1,
    callbacks: 1,
    outcomes: { events: "finished", "dead-letters": "finished", subscriptions: "finished", callbacks: "finished" },
  });
  const left = await tables.instanceState.list(INSTANCE_ID, { from: "event:", before: "event;" });
  expect(left.map(({ values }) => values["sequence"])).toEqual([3]);
});
