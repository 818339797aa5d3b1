import { type Sample, type Segment, toSegmentSample } from "../../model/segment";
import { type Note } from "./createNotes";
import { field } from "./field";
import { isObject } from "./isObject";
import { readItems } from "./readItems";
import { readObject } from "./readObject";
import { toText } from "./toText";

const STATES = ["inactive", "active", "validating", "validated", "invalid", "validationerror"];
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
// A uuid of zeros is how the source's platform writes "none": all evaluations would be the same one.
const NO_RUN = /^[0-]+$/;

/** One SegmentMetadata; undefined and noted when it has no `name`. */
export function toSegment(seen: unknown, at: string, note: Note): Segment | undefined {
  const segment = readObject(seen, at, note);
  const name = segment.requiredName("name");
  if (!name) return undefined;
  const friendlyName = segment.text("friendlyName");
  const createdAt = segment.instant("createdUtc");
  const version = segment.number("version");
  return {
    name,
    state: segment.word("state", STATES),
    samples: toSamples(seen, at, note),
    ...(friendlyName && { friendlyName }),
    ...(createdAt && { createdAt }),
    ...(version !== undefined && { version }),
  };
}

/** Of the history and the latest evaluation, which stands in both: as the latest it also tells its run. */
function toSamples(seen: unknown, at: string, note: Note): Sample[] {
  const past = readItems(seen, "evaluationStatusHistory", { at, note, toItem: toPastSample });
  const status = field(seen, "evaluationStatus");
  const latest = status === undefined ? undefined : toLatestSample(status, `${at}.evaluationStatus`, note);
  const samples = latest ? [...past, latest] : past;
  return [...new Map(samples.map((sample) => [sample.evaluatedAt, sample])).values()];
}

function toLatestSample(seen: unknown, at: string, note: Note): Sample | undefined {
  readObject(seen, at, note).word("jobStatus", JOB_STATUSES); // the words of a history are free: there nothing is new
  return toPastSample(seen, at, note);
}

function toPastSample(seen: unknown, at: string, note: Note): Sample | undefined {
  if (!isObject(seen)) note(at, seen);
  const evaluation = readObject(seen, at, note);
  const entityCount = evaluation.number("entityCount");
  const isCount = entityCount !== undefined && entityCount >= 0;
  if (entityCount !== undefined && !isCount) note(`${at}.entityCount`, entityCount);
  return toSegmentSample({
    status: toText(field(seen, "jobStatus")) ?? "",
    evaluatedAt: evaluation.instant("evaluationDate"),
    entityCount: isCount ? entityCount : undefined,
    runId: evaluation.id("lastSuccessfulRunId")?.replace(NO_RUN, ""),
  });
}
