import { schedulePolls } from "../../shared/detection/watches";
import { toInstant } from "../../shared/model/instant";
import { NO_TRACE } from "../../shared/model/log";
import { type Watch } from "../../shared/model/subject";

const now = new Date("2026-11-20T10:00:00Z");

function aWatch(instanceId: string): Watch {
  return { instanceId, nextPollAt: toInstant(now), failures: 0, version: "1" };
}

function deps(watches: readonly Watch[], queued: string[]) {
  return {
    listDueWatches: () => Promise.resolve(watches),
    claimWatch: () => Promise.resolve<"claimed" | "touched">("claimed"),
    queuePoll: ({ instanceId }: { instanceId: string }) => Promise.resolve(void queued.push(instanceId)),
    saveTick: () => Promise.resolve(false),
    now: () => now,
    ...NO_TRACE,
    log: () => undefined,
  };
}

test("each due instance is queued once it is claimed", async () => {
  const queued: string[] = [];
  await schedulePolls(deps([aWatch("a"), aWatch("b")], queued));
  expect(queued).toEqual(["a", "b"]);
});

test("an instance that another host claimed is not queued again", async () => {
  const queued: string[] = [];
  const others = { ...deps([aWatch("a")], queued), claimWatch: () => Promise.resolve("touched" as const) };
  await schedulePolls(others);
  expect(queued).toEqual([]);
});

test("one instance that cannot be queued never delays another, and is not passed over in silence", async () => {
  const queued: string[] = [];
  const base = deps([aWatch("a"), aWatch("b")], queued);
  const failing = {
    ...base,
    claimWatch: (watch: Watch) => (watch.instanceId === "a" ? Promise.reject(new Error("down")) : base.claimWatch()),
  };
  await expect(schedulePolls(failing)).rejects.toThrow("polls not queued");
  expect(queued).toEqual(["b"]);
});

test("each run says that the timer runs and is logged now and then, and a tick that cannot be kept delays no instance", async () => {
  const queued: string[] = [];
  const ticked: string[] = [];
  const lines: object[] = [];
  const base = { ...deps([aWatch("a")], queued), log: (line: object) => void lines.push(line) };
  const saveTick = (timer: string): Promise<boolean> => Promise.resolve(ticked.push(timer) === 2);
  await schedulePolls({ ...base, saveTick });
  expect(lines).toMatchObject([{ name: "polls.scheduled" }]);
  await schedulePolls({ ...base, saveTick });
  expect(ticked).toEqual(["schedulePolls", "schedulePolls"]);
  expect(lines.at(-1)).toEqual({ name: "timer.ticked", timer: "schedulePolls" });
  const failing = { ...base, saveTick: () => Promise.reject(new Error("away")) };
  await expect(schedulePolls(failing)).rejects.toThrow("away");
  expect(queued).toEqual(["a", "a", "a"]);
});
