import { type Job, type Task, type WorkflowNode } from "../../../../dev/simulator/world/jobs";
import { type Instance } from "../../../../dev/simulator/world/model";

/** The contradictions in what an instance shows of its workflow. */
export function listBreaches(instance: Instance): string[] {
  const ofJobs = new Set(instance.jobs.flatMap(({ tasks }) => tasks));
  return [
    ...instance.jobs.flatMap(jobBreaches),
    ...instance.tasks.flatMap(taskBreaches),
    ...instance.tasks.filter((task) => !ofJobs.has(task)).map(({ taskId }) => `${taskId} is of no job`),
    ...instance.nodes.flatMap((node) => nodeBreaches(instance, node)),
  ];
}

function jobBreaches({ jobId, status, endAt, submittedAt, tasks }: Job): string[] {
  const isOver = tasks.every(({ finished }) => finished);
  return [
    ...(status !== "queued" && status !== "aborted" && isOver !== (endAt !== undefined) ? [`${jobId} over?`] : []),
    ...(endAt !== undefined && ["queued", "running"].includes(status) ? [`${jobId} ended ${status}`] : []),
    ...(endAt !== undefined && endAt < submittedAt ? [`${jobId} ended before it began`] : []),
    ...tasks.filter(({ jobIds }) => !jobIds.includes(jobId)).map(({ taskId }) => `${taskId} does not know ${jobId}`),
  ];
}

function taskBreaches({ taskId, status, endAt, finished }: Task): string[] {
  return [
    ...(finished && endAt === undefined ? [`${taskId} is over without an end`] : []),
    ...(status === "running" && endAt !== undefined ? [`${taskId} runs after its end`] : []),
  ];
}

/** A node tells of the latest task of its item; under a new name it tells what it knew under the old one. */
function nodeBreaches({ tasks }: Instance, node: WorkflowNode): string[] {
  const { identifier, taskStatus, endAt } = node;
  const latest = tasks.findLast((task) => task.node === node);
  if (!latest)
    return ["queued", "running"].includes(taskStatus) ? [`${identifier} is ${taskStatus} without a task`] : [];
  return [
    ...(taskStatus !== "needsUpdate" && taskStatus !== latest.status ? [`${identifier}: ${taskStatus}`] : []),
    ...(endAt !== latest.endAt ? [`${identifier} ended at another time than its task`] : []),
  ];
}
