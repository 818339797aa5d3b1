import { type WorkflowJob, type WorkflowTask, isTerminal } from "../../model/workflow";

export type RefreshOutcome = "completed" | "failed";

/** Steps that a refresh is for; an export, an enrichment or a data preparation that fails leaves it completed (A9, A10). */
const BLOCKING = [
  "ingestion",
  "map",
  "match",
  "merge",
  "segmentation",
  "measures",
  "attributemeasures",
  "entitymeasures",
];

/**
 * What a job that is over came to (T5); undefined when it is nothing to tell of: aborted, deleted, skipped. A failed job may
 * have steps that go on downstream of what failed: `waiting` until they are over.
 */
export function judgeFullRefresh({ status, tasks }: WorkflowJob): RefreshOutcome | "waiting" | undefined {
  if (status === "successful") return "completed";
  if (status !== "failed" && status !== "timedout") return undefined;
  const blocking = tasks.filter(({ operationType }) => BLOCKING.includes(operationType));
  // Without its tasks nothing shows that what failed was of no consequence.
  if (tasks.length === 0 || blocking.some(isBroken)) return "failed";
  return blocking.every((task) => isTerminal(task.status)) ? "completed" : "waiting";
}

function isBroken({ status, problems }: WorkflowTask): boolean {
  return status === "failed" || status === "timedout" || (status === "skipped" && problems.length > 0);
}
