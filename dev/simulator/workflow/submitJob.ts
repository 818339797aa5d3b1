import { makeId } from "../random/makeId";
import { type Instance, type World } from "../world/model";
import { type Durations } from "../world/scene";
import { schedule } from "./agenda";
import { forgetOldest } from "./forgetOldest";
import { type WorkflowItem } from "./listItems";
import { type Job, type JobRequest } from "./model";
import { planTasks, QUEUED_SHARE } from "./planTasks";

/** Queues a job that runs the items; an item that is already queued or running is not run twice but shared. */
export function submitJob(world: World, instance: Instance, request: JobRequest, items: readonly WorkflowItem[]): Job {
  const jobId = makeId(world.seed, "job", (world.made += 1));
  const milliseconds = (request.seconds ?? defaultSeconds(request.operationType, world.scene.durations)) * 1000;
  const job: Job = {
    jobId,
    jobType: request.jobType,
    operationType: request.operationType,
    submissionKind: request.submissionKind,
    identifiers: request.identifiers,
    forced: request.forced,
    runDownstreamAfterMerge: request.runDownstreamAfterMerge,
    submittedAt: world.now,
    tasks: planTasks(world, instance, { jobId, milliseconds, request, items }),
    status: "queued",
    endAt: undefined,
  };
  instance.jobs.push(job);
  forgetOldest(instance);
  schedule(world, world.now + Math.round(milliseconds * QUEUED_SHARE), instance, { kind: "jobIsDue", job });
  return job;
}

function defaultSeconds(operationType: string, durations: Durations): number {
  switch (operationType.toLowerCase()) {
    case "all":
      return durations.full;
    case "map":
    case "match":
    case "merge":
      return durations.unification;
    case "segmentation":
      return durations.segments;
    case "measures":
    case "attributemeasures":
      return durations.measures;
    default:
      return durations.source;
  }
}
