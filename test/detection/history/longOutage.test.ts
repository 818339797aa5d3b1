import { toInstant } from "../../../shared/model/instant";
import { MemoryLedger } from "./memoryLedger";
import { expectedEvents } from "./expected";
import { type PollConditions, pollWorld } from "./pollWorld";
import { type RunPlan, type World, dateAt } from "./world";

const RUNS = 90;
const FIRST_LOOK = 0;

/** One data source, refreshed every ten minutes, once before the first look. */
function worldOf(runs: number): World {
  return { runs: Array.from({ length: runs }, (_, index) => toRun(index)), segments: {}, measures: {} };
}

function toRun(index: number): RunPlan {
  const submittedAt = 600 * (index - 1);
  const [ingestedAt, endedAt] = [submittedAt + 60, submittedAt + 90];
  const ends = { ingestedAt, mergedAt: endedAt, endedAt };
  const states = { ingestion: "successful", merge: "successful", status: "successful" } as const;
  const jobId = `job-${String(index).padStart(3, "0")}`;
  return { jobId, operationType: "ingestion", submittedAt, ...ends, ...states };
}

async function lookAfter(runs: number, triggers: PollConditions["triggers"]): Promise<MemoryLedger> {
  const [world, ledger, clock] = [worldOf(runs), new MemoryLedger(), { second: FIRST_LOOK }];
  const conditions = { clock, chance: () => 0, failing: 0, slow: false, ...(triggers && { triggers }) };
  await pollWorld(world, ledger, conditions);
  clock.second = 600 * (runs + 1);
  for (let look = 0; look < 16; look += 1) {
    await pollWorld(world, ledger, conditions);
    clock.second += 60;
  }
  return ledger;
}

const FOLLOWED: [string, PollConditions["triggers"]][] = [
  ["", undefined],
  [", also where nobody follows the jobs", ["data-source-refresh-succeeded"]],
];

test.each(FOLLOWED)(
  "more refreshes between two looks than one change may hold are told over several, each once and in order%s",
  async (_, triggers) => {
    const ledger = await lookAfter(RUNS, triggers);
    expect(ledger.told().get("refreshes")).toEqual(expectedEvents(worldOf(RUNS), FIRST_LOOK).get("refreshes"));
    expect(ledger.gaps).toEqual([]);
  },
);

test.each(FOLLOWED)(
  "more jobs between two looks than CI lists are told as far as it does, and one gap is recorded%s",
  async (_, triggers) => {
    const ledger = await lookAfter(420, triggers);
    const [lastKnownAt, oldestSeenAt] = [0, 20 * 600 - 600].map((second) => toInstant(dateAt(second)));
    expect(ledger.gaps).toEqual([expect.objectContaining({ lastKnownAt, oldestSeenAt })]);
    const [told, expected] = [ledger.told(), expectedEvents(worldOf(420), FIRST_LOOK)].map((all) =>
      all.get("refreshes"),
    );
    expect(told?.slice(-400)).toEqual(expected?.slice(-400));
  },
);
