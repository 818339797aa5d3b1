/**
 * Segments with their samples: the number of members at each evaluation.
 */

import { defined } from "../model/defined";
import { type Sample, type Segment, toSegmentSample } from "../model/segment";
import { type HistoryOptions, type SourceReads } from "../model/sourceReads";
import { type Note, readItems, readObject, toItems } from "./answer/objectReader";
import { field, isObject, toText } from "./answer/values";
import { type ReadSource } from "./readSource";

export function segmentReads(read: ReadSource): Pick<SourceReads, "listSegments"> {
  return {
    listSegments: async (instanceId, options) =>
      read({
        operation: "listSegments",
        list: {},
        instanceId,
        path: ["instances", instanceId, "manage", "segments"],
        query: historyQuery(options),
        toValue: (json, note) => toItems(json, { path: "segments", note, toItem: toSegment }),
      }),
  };
}

/**
 * The query that asks for histories, which CI leaves out otherwise. Throws a RangeError if `historyDays` is no positive
 * whole number.
 */
export function historyQuery({ historyDays }: HistoryOptions): Record<string, string> {
  if (!Number.isSafeInteger(historyDays) || historyDays < 1) {
    throw new RangeError(`historyDays must be a positive whole number, not ${historyDays}`);
  }
  return { includeHistoricStats: "true", historicStatsDays: String(historyDays) };
}

const STATES = ["inactive", "active", "validating", "validated", "invalid", "validationerror"];

/** Parses a SegmentMetadata; undefined and noted when it has no `name`. */
export function toSegment(value: unknown, path: string, note: Note): Segment | undefined {
  const segment = readObject(value, path, note);
  const name = segment.requiredName("name");
  if (!name) return undefined;
  const friendlyName = segment.text("friendlyName");
  const createdAt = segment.instant("createdUtc");
  const version = segment.number("version");
  return {
    name,
    state: segment.word("state", STATES),
    samples: toSamples(value, path, note),
    ...defined({ friendlyName, createdAt, version }),
    ...(field(value, "evaluationStatus") === undefined && { unevaluated: true }),
  };
}

/**
 * Merges the history with the latest evaluation, which stands in both. On a tie the latest wins, because only it names
 * its run.
 */
function toSamples(value: unknown, path: string, note: Note): Sample[] {
  const past = readItems(value, "evaluationStatusHistory", { path, note, toItem: toPastSample });
  const status = field(value, "evaluationStatus");
  const latest = status === undefined ? undefined : toLatestSample(status, `${path}.evaluationStatus`, note);
  const samples = latest ? [...past, latest] : past;
  return [...new Map(samples.map((sample) => [sample.evaluatedAt, sample])).values()];
}

/** The platform writes "none" as a uuid of zeros: taken for an id, all evaluations would be the same one. */
const NO_RUN = /^[0-]+$/;

function toPastSample(value: unknown, path: string, note: Note): Sample | undefined {
  if (!isObject(value)) note(path, value);
  const evaluation = readObject(value, path, note);
  const entityCount = evaluation.number("entityCount");
  const isCount = entityCount !== undefined && entityCount >= 0;
  if (entityCount !== undefined && !isCount) note(`${path}.entityCount`, entityCount);
  return toSegmentSample({
    status: toText(field(value, "jobStatus")) ?? "",
    evaluatedAt: evaluation.instant("evaluationDate"),
    entityCount: isCount ? entityCount : undefined,
    runId: evaluation.id("lastSuccessfulRunId")?.replace(NO_RUN, ""),
  });
}

const JOB_STATUSES = [
  "none",
  "queued",
  "running",
  "completedsuccess",
  "completedfailure",
  "cancelled",
  "interrupted",
  "notqualified",
];

function toLatestSample(value: unknown, path: string, note: Note): Sample | undefined {
  // The words of a history are free: there nothing is new.
  readObject(value, path, note).word("jobStatus", JOB_STATUSES);
  return toPastSample(value, path, note);
}
