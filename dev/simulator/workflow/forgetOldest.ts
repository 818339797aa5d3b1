import { type Instance } from "../world/model";

const MOST_JOBS = 1_000;
const MOST_TASKS = 10_000;
const MOST_EVALUATIONS = 1_000;

/** Keeps a simulator that runs for days from growing without end. */
export function forgetOldest(instance: Instance): void {
  if (instance.jobs.length > MOST_JOBS && instance.jobs.slice(0, -MOST_JOBS).every(({ endAt }) => endAt !== undefined))
    instance.jobs = instance.jobs.slice(-MOST_JOBS);
  if (instance.tasks.length > MOST_TASKS && instance.tasks.slice(0, -MOST_TASKS).every(({ finished }) => finished))
    instance.tasks = instance.tasks.slice(-MOST_TASKS);
  for (const { history } of instance.segments) history.splice(0, Math.max(0, history.length - MOST_EVALUATIONS));
  for (const { evaluationHistory, outputHistory } of instance.measures)
    for (const history of [evaluationHistory, outputHistory])
      history.splice(0, Math.max(0, history.length - MOST_EVALUATIONS));
}
