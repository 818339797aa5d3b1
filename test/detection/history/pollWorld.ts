import { type PollSource } from "../../../shared/detection/observe/observed";
import { type PollDeps, pollInstance } from "../../../shared/detection/pollInstance";
import { type Trigger } from "../../../shared/model/event";
import { toInstant } from "../../../shared/model/instant";
import { NO_TRACE } from "../../../shared/model/log";
import { type SourceAnswer } from "../../../shared/model/sourceAnswer";
import { SETTINGS, anInterest } from "../../builders/observed";
import { INSTANCE_ID } from "../../builders/workflow";
import { isStep } from "./expected";
import { type MemoryLedger } from "./memoryLedger";
import { type World, dataSourcesAt, dateAt, jobAt, jobsAt, measureAt, nodesAt, segmentAt } from "./world";

/** What differs from poll to poll; `chance` gives whole numbers below its argument, the same for the same seed. */
export interface PollConditions {
  readonly clock: { second: number };
  readonly chance: (below: number) => number;
  /** How many of 100 reads fail. */
  readonly failing: number;
  /** True: time goes on and others get their turn while it reads and writes. */
  readonly slow: boolean;
  /** Absent: all that the world has. */
  readonly triggers?: readonly Trigger[];
}

async function nothing(): Promise<void> {}

/** One look at the world, through the poll itself. */
export async function pollWorld(world: World, ledger: MemoryLedger, conditions: PollConditions): Promise<void> {
  const { clock, slow } = conditions;
  const interest = anInterest({
    triggers: conditions.triggers ?? ["data-source-refresh-failed", "full-refresh-completed", "unification-completed"],
    segments: Object.keys(world.segments),
    measures: Object.keys(world.measures),
  });
  const turn = async (): Promise<void> => {
    for (let turns = slow ? conditions.chance(6) : 0; turns > 0; turns -= 1) await Promise.resolve();
  };
  const deps: PollDeps = {
    ...SETTINGS,
    ...NO_TRACE,
    callsLeft: () => undefined,
    source: readsOf(world, conditions, turn),
    loadWatch: () =>
      Promise.resolve({ instanceId: INSTANCE_ID, nextPollAt: toInstant(dateAt(0)), failures: 0, version: "1" }),
    loadInterest: () => Promise.resolve(interest),
    loadSubjects: () => turn().then(() => ledger.subjects()),
    isCrossed: ({ crossing }) => Promise.resolve(crossing !== undefined && isStep(crossing)),
    commitChange: (_, change) => turn().then(() => ledger.commit(change)),
    handOver: nothing,
    queueDispatch: nothing,
    removeSubjects: nothing,
    suspendSubscriptions: () => Promise.reject(new Error("nothing is ever gone")),
    resumeSubscriptions: () => Promise.reject(new Error("nothing was ever gone")),
    rescheduleWatch: nothing,
    hasPending: () => Promise.resolve(false),
    removeWatch: () => Promise.resolve("removed"),
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    now: () => dateAt(clock.second),
    log: () => undefined,
  };
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
}

function readsOf(world: World, conditions: PollConditions, turn: () => Promise<void>): PollSource {
  const { clock, chance, failing, slow } = conditions;
  const read = async <T>(value: (second: number) => T): Promise<SourceAnswer<T>> => {
    await turn();
    if (slow) clock.second += chance(6);
    if (chance(100) < failing) return { ok: false, failure: { kind: "timed-out", message: "slow" } };
    return { ok: true, value: value(clock.second), unusable: [] };
  };
  return {
    listJobs: (_, { top }) => read((second) => jobsAt(world, second, top)),
    getJob: async (_, jobId) => {
      const run = world.runs.find((each) => each.jobId === jobId);
      if (!run) return { ok: false, failure: { kind: "not-found", message: jobId } };
      return read((second) => jobAt(run, second));
    },
    listNodes: () => read((second) => nodesAt(world, second)),
    listDataSources: () => read((second) => dataSourcesAt(world, second)),
    listSegments: () => read((second) => Object.keys(world.segments).map((name) => segmentAt(name, world, second))),
    getMeasure: (_, name) => read((second) => measureAt(name, world, second)),
    getInstance: () => read(() => ({ instanceId: INSTANCE_ID, provisioningState: "active" })),
  };
}
