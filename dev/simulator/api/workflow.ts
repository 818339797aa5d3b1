import { type Instance } from "../world/model";
import { type Scene } from "../world/scene";
import { listItems } from "../workflow/listItems";
import { type InstanceHandler } from "./call";
import { describeJob, describeNode, describeTask } from "./describeJob";
import { readCount, readFlag } from "./readFlag";

const DEFAULT_TOP = 10;

/** The nodes that have run; those of deleted items are gone. */
export const getStatus: InstanceHandler = ({ instance, world }) => ({
  status: 200,
  json: currentNodes(instance, world.scene).map(describeNode),
});

export const listJobs: InstanceHandler = ({ instance, world, query }) => {
  const withTasks = readFlag(query, "includeTasks");
  const jobs = newest(instance.jobs, query, world.scene);
  return { status: 200, json: jobs.map((job) => describeJob(job, withTasks)) };
};

export const getJob: InstanceHandler = ({ instance, parameters, query, refuse }) => {
  const wanted = parameters["jobId"]?.toLowerCase();
  const job = instance.jobs.find(({ jobId }) => jobId === wanted);
  return job
    ? { status: 200, json: describeJob(job, readFlag(query, "includeTasks")) }
    : refuse({ status: 404, code: "JobNotFound", message: `The job ${wanted} was not found.` });
};

export const listHistory: InstanceHandler = ({ instance, world, query }) => ({
  status: 200,
  json: newest(instance.tasks, query, world.scene).map(describeTask),
});

/** The last `top` of a list whose newest is last, in the order of the scene. */
function newest<T>(all: readonly T[], query: URLSearchParams, { topCap, jobOrder }: Scene): readonly T[] {
  const top = Math.min(readCount(query, "top", DEFAULT_TOP), topCap);
  const last = top === 0 ? [] : all.slice(-top);
  return jobOrder === "newestFirst" ? last.toReversed() : last;
}

function currentNodes(instance: Instance, scene: Scene) {
  const known = new Set(
    listItems(instance, scene).map(({ operationType, identifier }) => `${operationType} ${identifier}`),
  );
  return instance.nodes.filter(({ operationType, identifier }) => known.has(`${operationType} ${identifier}`));
}
