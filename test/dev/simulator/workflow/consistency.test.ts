import { array, assert, constantFrom, dictionary, integer, oneof, property, record } from "fast-check";
import { answerControl } from "../../../../dev/simulator/control/control";
import { type Simulation } from "../../../../dev/simulator/control/controlCall";
import { createWorld } from "../../../../dev/simulator/newWorld";
import { createClock } from "../../../../dev/simulator/world/clock";
import { type Job, OUTCOMES } from "../../../../dev/simulator/world/jobs";
import { type Instance, type World } from "../../../../dev/simulator/world/model";
import { listBreaches } from "./listBreaches";

interface Action {
  readonly path: string;
  readonly body: object;
}

const names = constantFrom(
  "Loyalty",
  "eCommerce",
  "merge",
  "ChurnRisk",
  "TotalRevenue",
  "dataPreparation",
  "ingestion",
);
const post = (path: string) => (body: object) => ({ path, body });

const actions = oneof(
  record({
    scope: constantFrom("full", "source", "unification", "segments", "measures"),
    outcomes: dictionary(names, constantFrom(...OUTCOMES), { maxKeys: 3 }),
    durationSeconds: constantFrom(0, 3, 20),
  }).map(post("refresh")),
  integer({ min: 0, max: 15 }).map((advanceSeconds): Action => ({ path: "clock", body: { advanceSeconds } })),
  constantFrom("deactivate", "activate", "delete", "recreate").map((action) =>
    post(`segments/ChurnRisk/${action}`)({}),
  ),
  constantFrom("deactivate", "recreate").map((action) => post(`data-sources/Loyalty/${action}`)({})),
  constantFrom("dataSource", "dataSource_entity").map((ingestionIdentifiers) =>
    post("scene")({ ingestionIdentifiers }),
  ),
  integer({ min: 0, max: 2 }).map((retries) => post("scene")({ retries })),
  integer({ min: 0, max: 9 }).map((index) => post(`cancel/${index}`)({})),
);

test("whatever is done, jobs, tasks, nodes and items agree, and every job ends", () => {
  assert(
    property(array(actions, { maxLength: 20, size: "max" }), (list) => {
      const simulation = createSimulation();
      for (const action of list) {
        act(simulation, action);
        expect(simulation.world.instances.flatMap(listBreaches)).toEqual([]);
      }
      act(simulation, { path: "clock", body: { advanceSeconds: 3_600 } });
      expect(simulation.world.instances.flatMap(runningJobs).map(({ jobId }) => jobId)).toEqual([]);
      expect(simulation.world.agenda).toHaveLength(0);
    }),
    { numRuns: 40 },
  );
});

function createSimulation(): Simulation {
  const world: World = createWorld({ seed: 1, clock: createClock(Date.UTC(2026, 0, 5), 0) });
  return { world, startOver: () => undefined };
}

/** What cannot be done in this state is refused; only a defect throws. */
function act(simulation: Simulation, { path, body }: Action): void {
  const running = simulation.world.instances.flatMap(runningJobs);
  const index = /^cancel\/(\d)$/.exec(path)?.[1];
  const target = index === undefined ? path : `jobs/${running[Number(index) % (running.length || 1)]?.jobId}/cancel`;
  const url = new URL(`http://localhost/_control/${target}`);
  answerControl(simulation, { method: "POST", url, body: JSON.stringify(body) });
}

function runningJobs({ jobs }: Instance): Job[] {
  return jobs.filter(({ endAt }) => endAt === undefined);
}
