import { parseJson } from "../../shared/model/text";
import { type SourceReads } from "../../shared/model/sourceReads";
import { sourceReads } from "../../shared/source/createSource";
import { type ReadSource, readSource } from "../../shared/source/readSource";
import { type JsonAnswer, type PathParts, toPath } from "../../shared/source/transport/jsonRequest";
import { INSTANCE_ID } from "../builders/anEvent";
import { type Chance, chanceFrom } from "../faults/schedules/chance";
import { ENTITY, goodRows } from "./fuzzEntity";
import { anyFailure } from "./fuzzFailure";
import { anyJson, mutateJson, mutateText } from "./hostile";

/** The answer to a path that is no address: nothing is sent. */
export const UNSENT = { ok: false, failure: { kind: "rejected", message: "no address" } } as const;

/** By a word of the path: what the source would say if all were well. What it says changes, so that there are events. */
function goodAnswers(chance: Chance): Readonly<Record<string, unknown>> {
  const at = `2026-11-20T0${chance.between(1, 9)}:07:41.55Z`;
  const status = chance.pick(["Running", "Successful", "Failed", "Failed", "Queued", "Skipped"]);
  const jobId = `j${chance.between(1, 3)}`;
  const task = {
    taskId: `t${jobId}`,
    identifier: "crm",
    friendlyName: "CRM",
    operationType: chance.pick(["Ingestion", "Ingestion", "Merge"]),
    taskStatus: status,
    jobIds: [jobId],
    submittedTimestamp: "2026-11-20T00:30:00Z",
    endTimestamp: at,
    ciErrors: [{ resultSeverity: "Error", errorCode: "Slow", message: "took too long" }],
  };
  const evaluation = { jobStatus: "CompletedSuccess", entityCount: chance.between(0, 10), evaluationDate: at };
  return {
    jobs: [
      {
        jobId,
        operationType: "All",
        jobSubmissionKind: "Scheduled",
        jobStatus: status,
        endTimestamp: at,
        tasks: [task],
      },
    ],
    status: [task],
    datasources: [{ dataSourceId: "crm", name: "CRM", refreshState: "Updated", lastRefresh: at }],
    segments: [{ name: "Loyal", state: "Active", evaluationStatus: evaluation, evaluationStatusHistory: [evaluation] }],
    measures: [{ name: "Sales", definition: { isScalar: true, dimensions: [], aggregates: [{ name: "x" }] } }],
    entitysize: { rowCount: chance.between(0, 10) },
    entities: [ENTITY],
    tables: [ENTITY],
    data: goodRows(chance),
    instances: [{ instanceId: INSTANCE_ID, name: "Contoso" }],
  };
}

const NAMES = [
  ...Object.keys((goodAnswers(chanceFrom(1, "names"))["status"] as object[])[0] ?? {}),
  ...Object.keys(ENTITY),
  ...Object.keys(goodRows(chanceFrom(1, "names"))),
  "uri",
  "headers",
  "output",
];

/** The real reading of a source that says anything at all; about the instance it is often sensible. */
export function fuzzSource(chance: Chance): SourceReads {
  const get = (parts: PathParts): Promise<JsonAnswer> =>
    Promise.resolve(toPath(parts) === undefined ? UNSENT : anyAnswer(chance, parts.path));
  const read: ReadSource = (what) => readSource(what, { get, dialects: new Map(), log: () => undefined });
  return sourceReads(read);
}

function anyAnswer(chance: Chance, path: readonly string[]): JsonAnswer {
  if (chance.hit(0.1)) return { ok: false, failure: anyFailure(chance) };
  if (path.length === 2 && chance.hit(0.8)) {
    return { ok: true, status: 200, json: { instanceId: INSTANCE_ID, provisioningState: "Active" } };
  }
  const json = anyLike(chance, goodAnswer(chance, path));
  const text = JSON.stringify(json);
  const parsed = parseJson(chance.hit(0.02) ? mutateText(chance, text) : text);
  return parsed === undefined
    ? { ok: false, failure: { kind: "malformed", message: "no JSON" } }
    : { ok: true, status: 200, json: parsed };
}

/** By the last part of the path, or the one before it, which names the kind of what the last one names. */
function goodAnswer(chance: Chance, path: readonly string[]): unknown {
  if (["entities", "tables"].includes(path.at(-2) ?? "")) return { ...ENTITY, qualifiedEntityName: path.at(-1) };
  const words = Object.entries(goodAnswers(chance));
  for (const part of path.toReversed()) {
    const found = words.find(([word]) => part.toLowerCase().includes(word));
    if (found) return found[1];
  }
  return {};
}

/** A value like the good one: the same, changed somewhere, or anything at all. */
function anyLike(chance: Chance, good: unknown): unknown {
  if (chance.hit(0.5)) return good;
  return chance.hit(0.6) ? mutateJson(chance, good, NAMES) : anyJson(chance, NAMES);
}
