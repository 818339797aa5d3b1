import { cancelJob } from "../workflow/cancelJob";
import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields } from "./createFields";

/** `POST /_control/jobs/{jobId}/cancel` */
export const stopJob: ControlHandler = ({ simulation: { world }, parameters, body }) => {
  createFields(body, []);
  const wanted = parameters["jobId"]?.toLowerCase();
  for (const instance of world.instances) {
    const job = instance.jobs.find(({ jobId }) => jobId === wanted);
    if (job?.endAt !== undefined) throw new ControlError(409, "jobId", `The job ${wanted} has ended already.`);
    if (!job) continue;
    cancelJob(world, instance, job);
    return { jobId: job.jobId, instanceId: instance.instanceId, status: job.status };
  }
  throw new ControlError(404, "jobId", `There is no job "${wanted}".`);
};
