import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTimerStatusStore } from "../../../../dev/host/timer/timerStatus";

const status = {
  last: undefined,
  next: new Date("2026-01-01T01:00:00Z"),
  lastUpdated: new Date("2026-01-01T00:00:00Z"),
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "timer-status-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("statuses saved at the same time are all found by the next host", async () => {
  const file = join(directory, "made", "status.json");
  const store = await openTimerStatusStore(file);
  await Promise.all(["a", "b", "c"].map((name) => store.save(name, status)));
  const reopened = await openTimerStatusStore(file);
  expect(await reopened.load("b")).toEqual(status);
  expect(await reopened.load("d")).toBeUndefined();
});

test("a file that is not JSON is named", async () => {
  const file = join(directory, "status.json");
  await writeFile(file, "{");
  await expect(openTimerStatusStore(file)).rejects.toThrow(`--timer-status: ${file} is not JSON`);
});
