/** The calls that start and cancel refreshes. */
import { formatTimeOrNull } from "../api/notation";
import { type WorkflowItem, chooseItems, isCalled, isOperation } from "../workflow/items";
import { submitJob } from "../workflow/jobSubmission";
import { cancelJob } from "../workflow/progress";
import { type JobRequest, OUTCOMES, type Outcome } from "../world/jobs";
import { type Instance } from "../world/model";
import { ControlError, type ControlHandler, findDataSource, findInstance } from "./controlCall";
import { type Fields, createFields } from "./fields";

const REFRESH_FIELDS = [
  "instanceId",
  "scope",
  "dataSourceId",
  "names",
  "submissionKind",
  "outcomes",
  "durationSeconds",
  "runDownstreamAfterMerge",
];

/** `POST /_control/refresh` submits a job with chosen outcomes; it and its tasks run on the simulator's clock. */
export const startRefresh: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, REFRESH_FIELDS);
  const instance = findInstance(world, fields.text("instanceId"));
  const request = readRefresh(fields);
  const choice = chooseItems(instance, world.scene, request);
  if ("unknown" in choice) {
    const field = fields.has("names") ? "names" : "dataSourceId";
    throw new ControlError(400, field, `${field} "${choice.unknown}" is nothing that can be refreshed now.`);
  }
  refuseOutcomes(instance, request.outcomes, choice.items);
  const { jobId } = submitJob(world, instance, request, choice.items);
  return { jobId, instanceId: instance.instanceId };
};

const OPERATIONS = {
  full: "all",
  source: "ingestion",
  unification: "merge",
  segments: "segmentation",
  measures: "measures",
} as const;

type Scope = keyof typeof OPERATIONS;

const SCOPES = Object.keys(OPERATIONS) as Scope[];

/** The job that the fields of `POST /_control/refresh` ask for; a full refresh counts as scheduled by default. */
function readRefresh(fields: Fields): JobRequest {
  const scope = fields.choice("scope", SCOPES);
  if (!scope) throw new ControlError(400, "scope", `scope is missing; it is one of ${SCOPES.join(", ")}.`);
  const isFull = scope === "full";
  const runDownstream = fields.flag("runDownstreamAfterMerge");
  return {
    operationType: OPERATIONS[scope],
    identifiers: readIdentifiers(fields, scope),
    jobType: isFull ? "incremental" : "full",
    submissionKind: fields.choice("submissionKind", ["scheduled", "onDemand"]) ?? (isFull ? "scheduled" : "onDemand"),
    forced: false,
    runDownstreamAfterMerge: scope === "unification" ? (runDownstream ?? false) : runDownstream,
    seconds: fields.number("durationSeconds", { lowest: 0, highest: 86_400 }),
    outcomes: readOutcomes(fields),
  };
}

function readIdentifiers(fields: Fields, scope: Scope): readonly string[] {
  const dataSourceId = fields.text("dataSourceId");
  const identifiers = [...(fields.texts("names") ?? []), ...(dataSourceId === undefined ? [] : [dataSourceId])];
  if (identifiers.length === 0 || (scope !== "full" && scope !== "unification")) return identifiers;
  const field = fields.has("names") ? "names" : "dataSourceId";
  throw new ControlError(400, field, `${field} is for the scopes source, segments and measures.`);
}

function readOutcomes(fields: Fields): Map<string, Outcome> {
  const outcomes = fields.object("outcomes");
  return new Map(outcomes?.names().map((name) => [name, outcomes.choice(name, OUTCOMES) ?? "succeed"] as const));
}

/** An outcome must be of a task that this refresh starts; one that runs already, for another job, keeps its own. */
function refuseOutcomes(
  instance: Instance,
  outcomes: ReadonlyMap<string, Outcome>,
  items: readonly WorkflowItem[],
): void {
  for (const name of outcomes.keys()) {
    const target = `outcomes.${name}`;
    const meant = items.filter((item) => isCalled(item, name) || isOperation(item, name));
    if (meant.length === 0) throw new ControlError(400, target, `${target} is no task of this refresh.`);
    if (meant.some((item) => isRunning(instance, item)))
      throw new ControlError(409, target, `${target} is running already; its outcome cannot be chosen any more.`);
  }
}

function isRunning({ tasks }: Instance, { operationType, identifier }: WorkflowItem): boolean {
  return tasks.some(
    ({ finished, node }) => !finished && node.operationType === operationType && node.identifier === identifier,
  );
}

const STATES = ["updated", "updating", "updateFailed", "updateCancelled", "notUpdated"] as const;

/** `POST /_control/external-refresh` records that a source that has no node was refreshed elsewhere. */
export const refreshElsewhere: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, ["instanceId", "dataSourceId", "refreshState"]);
  const instance = findInstance(world, fields.text("instanceId"));
  const wanted = fields.text("dataSourceId");
  if (wanted === undefined)
    throw new ControlError(400, "dataSourceId", "dataSourceId is missing; it is an id or a name.");
  const source = findDataSource(instance, wanted);
  if (source.hasNode)
    throw new ControlError(
      400,
      "dataSourceId",
      `${source.name} is refreshed by the workflow; use POST /_control/refresh.`,
    );
  source.refreshState = fields.choice("refreshState", STATES) ?? "updated";
  const moves = source.refreshState === "updated" || world.scene.lastRefreshMovesOnFailure;
  if (moves && source.refreshState !== "updating" && source.refreshState !== "notUpdated")
    source.lastRefresh = world.now;
  source.updatedAt = world.now;
  const { dataSourceId, name, refreshState, lastRefresh } = source;
  return {
    instanceId: instance.instanceId,
    dataSourceId,
    name,
    refreshState,
    lastRefresh: formatTimeOrNull(lastRefresh),
  };
};

/** `POST /_control/jobs/{jobId}/cancel` ends a job as a person who cancels it does. */
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
