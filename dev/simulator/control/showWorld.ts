import { formatTime, formatTimeOrNull } from "../api/formatTime";
import { type Instance } from "../world/model";
import { type ControlHandler } from "./controlCall";

/** `GET /_control`: everything there is, by id and name. */
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
