import { type Instant, latest } from "../../model/instant";
import { type Measure } from "../../model/measure";
import { type Note } from "./createNotes";
import { field } from "./field";
import { type MeasureSeen, judgeMeasure } from "./judgeMeasure";
import { readItems } from "./readItems";
import { readObject } from "./readObject";
import { toMeasureDefinition } from "./toMeasureDefinition";
import { toMeasureOutput } from "./toMeasureOutput";

/** One MeasureMetadata, and as the model judges it. */
export interface MeasureReading {
  readonly seen: MeasureSeen;
  readonly measure: Measure;
  /** When the value was made, where there is one and neither output nor history tell it. */
  readonly untoldSince?: Instant;
}

const STATES = ["none", "running", "failed", "completed"];

/** Undefined and noted when it has no `name`. */
export function toMeasureReading(json: unknown, at: string, note: Note): MeasureReading | undefined {
  const name = readObject(json, at, note).requiredName("name");
  if (!name) return undefined;
  const { latestState, endedAt } = readLatest(json, at, note);
  const seen = { name, latestState, ...readNamed(json, at, note), ...readOutputs(json, at, note) };
  const measure = judgeMeasure(seen, at, note);
  const isTold = seen.output !== undefined || seen.history.length > 0;
  const isMade = measure.eligibility.ok && latestState === "completed" && endedAt;
  return { seen, measure, ...(isMade && !isTold && { untoldSince: endedAt }) };
}

function readNamed(json: unknown, at: string, note: Note): Pick<MeasureSeen, "displayName" | "createdAt" | "version"> {
  const measure = readObject(json, at, note);
  const displayName = measure.text("displayName");
  const createdAt = measure.instant("createdUtc");
  const version = measure.number("version");
  return {
    ...(displayName && { displayName }),
    ...(createdAt && { createdAt }),
    ...(version !== undefined && { version }),
  };
}

interface Evaluation {
  readonly latestState: string;
  readonly endedAt: Instant | undefined;
}

/** Where the latest evaluation is left out, it is the newest of the history. */
function readLatest(json: unknown, at: string, note: Note): Evaluation {
  const seen = field(json, "latestEvaluation");
  if (seen !== undefined) return toEvaluation(seen, `${at}.latestEvaluation`, note);
  const past = readItems(json, "evaluationHistory", { at, note, toItem: toEvaluation });
  const end = latest(past.map(({ endedAt }) => endedAt));
  return past.find(({ endedAt }) => endedAt && endedAt === end) ?? { latestState: "", endedAt: undefined };
}

function toEvaluation(seen: unknown, at: string, note: Note): Evaluation {
  const evaluation = readObject(seen, at, note);
  return { latestState: evaluation.word("state", STATES), endedAt: evaluation.instant("endTime") };
}

function readOutputs(json: unknown, at: string, note: Note): Pick<MeasureSeen, "history" | "output" | "definition"> {
  const definition = toMeasureDefinition(field(json, "definition"), `${at}.definition`, note);
  const output = toMeasureOutput(field(json, "output"), `${at}.output`, note);
  return {
    history: readItems(json, "outputHistory", { at, note, toItem: toMeasureOutput }),
    ...(definition && { definition }),
    ...(output && { output }),
  };
}
