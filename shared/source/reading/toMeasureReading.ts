import { type Instant } from "../../model/instant";
import { type Measure } from "../../model/measure";
import { type Note } from "./createNotes";
import { field } from "./field";
import { judgeMeasure, type MeasureSeen } from "./judgeMeasure";
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

function readLatest(json: unknown, at: string, note: Note): { latestState: string; endedAt: Instant | undefined } {
  const latest = readObject(field(json, "latestEvaluation"), `${at}.latestEvaluation`, note);
  return { latestState: latest.word("state", STATES), endedAt: latest.instant("endTime") };
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
