import { type JobRequest, type Outcome, OUTCOMES } from "../workflow/model";
import { ControlError } from "./controlError";
import { type Fields } from "./createFields";

const OPERATIONS = {
  full: "all",
  source: "ingestion",
  unification: "merge",
  segments: "segmentation",
  measures: "measures",
} as const;

type Scope = keyof typeof OPERATIONS;

const SCOPES = Object.keys(OPERATIONS) as Scope[];

export const REFRESH_FIELDS = [
  "instanceId",
  "scope",
  "dataSourceId",
  "names",
  "submissionKind",
  "outcomes",
  "durationSeconds",
  "runDownstreamAfterMerge",
];

/** The job that the fields of `POST /_control/refresh` ask for; a full refresh counts as scheduled unless told otherwise. */
export function readRefresh(fields: Fields): JobRequest {
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
