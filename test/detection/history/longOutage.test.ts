import { MemoryLedger } from "./memoryLedger";
import { expectedEvents } from "./expected";
import { type PollConditions, pollWorld } from "./pollWorld";
import { type RunPlan, type World } from "./world";

const RUNS = 90;
const FIRST_LOOK = 0;

/** One data source, refreshed every ten minutes, once before the first look. */
const world: World = {
  runs: Array.from({ length: RUNS }, (_, index): RunPlan => {
    const submittedAt = 600 * (index - 1);
    const [ingestedAt, endedAt] = [submittedAt + 60, submittedAt + 90];
    const ends = { ingestedAt, mergedAt: endedAt, endedAt };
    const states = { ingestion: "successful", merge: "successful", status: "successful" } as const;
    return {
      jobId: `job-${String(index).padStart(3, "0")}`,
      operationType: "ingestion",
      submittedAt,
      ...ends,
      ...states,
    };
  }),
  segments: {},
  measures: {},
};

test.each<[string, PollConditions["triggers"]]>([
  ["", undefined],
  [", also where nobody follows the jobs", ["data-source-refresh-succeeded"]],
])(
  "more refreshes between two looks than one change may hold are told over several, each once and in order%s",
  async (_, triggers) => {
    const ledger = new MemoryLedger();
    const clock = { second: FIRST_LOOK };
    const conditions = { clock, chance: () => 0, failing: 0, slow: false, ...(triggers && { triggers }) };
    await pollWorld(world, ledger, conditions);
    clock.second = 600 * (RUNS + 1);
    for (let look = 0; look < 5; look += 1) {
      await pollWorld(world, ledger, conditions);
      clock.second += 60;
    }
    expect(ledger.told().get("refreshes")).toEqual(expectedEvents(world, FIRST_LOOK).get("refreshes"));
  },
);
