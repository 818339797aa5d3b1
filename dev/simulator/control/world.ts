/** The calls about the whole world: the overview, the clock, the count of calls, a fresh start. */
import { formatTime, formatTimeOrNull } from "../api/notation";
import { settle } from "../workflow/progress";
import { type Instance } from "../world/model";
import { ControlError, type ControlHandler } from "./controlCall";
import { createFields } from "./fields";

/** `POST /_control/start-over` makes a fresh world, with the same seed unless another is given. */
export const startOver: ControlHandler = (call) => {
  const seed = createFields(call.body, ["seed"]).integer("seed", { lowest: 0, highest: Number.MAX_SAFE_INTEGER });
  call.simulation.startOver(seed ?? call.simulation.world.seed);
  return showWorld(call);
};

/** `GET /_control` shows everything there is, by id and name. */
export const showWorld: ControlHandler = ({ simulation: { world } }) => ({
  seed: world.seed,
  clock: { now: formatTime(world.now), factor: world.clock.factor() },
  scene: world.scene,
  faults: world.faults,
  instances: world.instances.map(showInstance),
});

function showInstance(instance: Instance) {
  const { instanceId, name, provisioningState } = instance;
  return {
    instanceId,
    name,
    provisioningState,
    dataSources: instance.sources.map((source) => ({
      dataSourceId: source.dataSourceId,
      name: source.name,
      friendlyName: source.friendlyName,
      isActive: source.isActive,
      hasNode: source.hasNode,
      refreshState: source.refreshState,
      lastRefresh: formatTimeOrNull(source.lastRefresh),
    })),
    segments: instance.segments.map((segment) => ({
      name: segment.name,
      friendlyName: segment.friendlyName,
      isActive: segment.isActive,
      jobStatus: segment.evaluation.jobStatus,
      count: segment.evaluation.count,
      nextCount: segment.nextCount,
    })),
    measures: instance.measures.map((measure) => ({
      name: measure.name,
      displayName: measure.displayName,
      shape: measure.shape,
      isActive: measure.isActive,
      state: measure.evaluation.state,
      values: measure.output?.values ?? null,
      nextValue: measure.nextValue,
    })),
    runningJobs: instance.jobs
      .filter(({ endAt }) => endAt === undefined)
      .map(({ jobId, operationType, status }) => ({ jobId, operationType, status })),
    deleted: [...instance.deleted.keys()],
  };
}

/**
 * `POST /_control/clock` changes the speed of the clock or moves it ahead; the events of that time have happened by the
 * answer.
 */
export const changeClock: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, ["factor", "advanceSeconds"]);
  const factor = fields.number("factor", { lowest: 0, highest: 100_000 });
  const advanceSeconds = fields.number("advanceSeconds", { lowest: 0, highest: 31_536_000 });
  if (factor === undefined && advanceSeconds === undefined)
    throw new ControlError(400, "factor", "factor or advanceSeconds is needed.");
  if (factor !== undefined) world.clock.setFactor(factor);
  if (advanceSeconds !== undefined) world.clock.advance(advanceSeconds * 1000);
  settle(world);
  return { now: formatTime(world.now), factor: world.clock.factor() };
};

/**
 * `GET /_control/calls` counts the calls of each operation since the start or the last reset, refused calls included.
 */
export const showCalls: ControlHandler = ({ simulation: { world } }) => ({
  total: [...world.calls.values()].reduce((sum, count) => sum + count, 0),
  calls: Object.fromEntries(world.calls),
});

/** `DELETE /_control/calls` starts the count anew. */
export const forgetCalls: ControlHandler = ({ simulation: { world } }) => {
  world.calls.clear();
  return { total: 0, calls: {} };
};
