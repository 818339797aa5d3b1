/**
 * Measures with their samples. The value of a measure stands in its output or its history, and sometimes only in its
 * own table.
 */

import { defined } from "../model/defined";
import { type Instant, latest } from "../model/instant";
import { type Measure, type MeasureOutput, toMeasure } from "../model/measure";
import { type SourceAnswer, type SourceFailure } from "../model/sourceAnswer";
import { type HistoryOptions, type SourceReads } from "../model/sourceReads";
import { type Note, createNotes, readItems, readObject, toItems } from "./answer/objectReader";
import { field, isObject, toNumber, toTime } from "./answer/values";
import { toMeasureDefinition } from "./measureDefinition";
import { type ReadSource } from "./readSource";
import { historyQuery } from "./segments";

export function measureReads(read: ReadSource): Pick<SourceReads, "getMeasure" | "listMeasures"> {
  return {
    /**
     * An answer about another measure is `malformed`. A value that was computed but is not in the answer is read from
     * the measure's own table, by one more call.
     */
    getMeasure: async (instanceId, name, options) => {
      const answer = await getMetadata({ instanceId, name, ...options }, read);
      if (!answer.ok) return answer;
      const { value, unusable } = answer;
      if (!value.valueMissingSince) return { ok: true, value: withMissing(value, value.measure), unusable };
      const found = await findMeasureValue(instanceId, value, read);
      if (!found.ok) return found;
      return { ok: true, value: withMissing(value, found.value), unusable: [...unusable, ...found.unusable] };
    },

    listMeasures: async (instanceId) =>
      read({
        operation: "listMeasures",
        list: {},
        instanceId,
        path: ["instances", instanceId, "manage", "measures"],
        toValue: (json, note) =>
          toItems(json, { path: "measures", note, toItem: (...item) => parseMeasure(...item)?.measure }),
      }),
  };
}

/** The measure with what its metadata, and its table, left out. */
function withMissing({ metadata }: ParsedMeasure, measure: Measure): Measure {
  if (!metadata.definition) return { ...measure, missing: "definition" };
  const { latestState, output } = metadata;
  const isUnclear = latestState === "" || (latestState === "completed" && !output && measure.samples.length === 0);
  return measure.eligibility.ok && isUnclear ? { ...measure, missing: "value" } : measure;
}

type MeasureMetadata = Parameters<typeof toMeasure>[0];

/** The metadata of a measure and the measure of the model that follows from them. */
export interface ParsedMeasure {
  readonly metadata: MeasureMetadata;
  readonly measure: Measure;
  /** The end of the evaluation that computed a value, if neither output nor history contain that value. */
  readonly valueMissingSince?: Instant;
}

interface MeasureRequest extends HistoryOptions {
  readonly instanceId: string;
  readonly name: string;
}

async function getMetadata(
  { instanceId, name, historyDays }: MeasureRequest,
  read: ReadSource,
): Promise<SourceAnswer<ParsedMeasure>> {
  return read({
    operation: "getMeasure",
    instanceId,
    path: ["instances", instanceId, "manage", "measures", name],
    query: historyQuery({ historyDays }),
    toValue: (json, note) => {
      // The name may be left out of an answer that is about nothing else.
      const about = field(json, "name") ?? name;
      const reading = isObject(json) ? parseMeasure({ ...json, name: about }, "measure", note) : undefined;
      return reading?.metadata.name.toLowerCase() === name.toLowerCase() ? reading : undefined;
    },
  });
}

/** Parses a MeasureMetadata; undefined and noted when it has no `name`. */
export function parseMeasure(json: unknown, path: string, note: Note): ParsedMeasure | undefined {
  const name = readObject(json, path, note).requiredName("name");
  if (!name) return undefined;
  const { latestState, endedAt } = readLatest(json, path, note);
  const metadata = { name, latestState, ...readNamed(json, path, note), ...readOutputs(json, path, note) };
  const measure = judgeMeasure(metadata, path, note);
  const isShown = metadata.output !== undefined || metadata.history.length > 0;
  const isMade = measure.eligibility.ok && latestState === "completed";
  return { metadata, measure, ...defined({ valueMissingSince: isMade && !isShown ? endedAt : undefined }) };
}

interface Evaluation {
  readonly latestState: string;
  readonly endedAt: Instant | undefined;
}

/** The latest evaluation; the newest of the history when the answer leaves it out. */
function readLatest(json: unknown, path: string, note: Note): Evaluation {
  const shown = field(json, "latestEvaluation");
  if (shown !== undefined) return toEvaluation(shown, `${path}.latestEvaluation`, note);
  const past = readItems(json, "evaluationHistory", { path, note, toItem: toEvaluation });
  const end = latest(past.map(({ endedAt }) => endedAt));
  return past.find(({ endedAt }) => endedAt && endedAt === end) ?? { latestState: "", endedAt: undefined };
}

const STATES = ["none", "running", "failed", "completed"];

function toEvaluation(value: unknown, path: string, note: Note): Evaluation {
  const evaluation = readObject(value, path, note);
  return { latestState: evaluation.word("state", STATES), endedAt: evaluation.instant("endTime") };
}

function readNamed(
  json: unknown,
  path: string,
  note: Note,
): Pick<MeasureMetadata, "displayName" | "createdAt" | "version"> {
  const measure = readObject(json, path, note);
  const displayName = measure.text("displayName");
  const createdAt = measure.instant("createdUtc");
  const version = measure.number("version");
  return {
    ...defined({ displayName, createdAt, version }),
  };
}

function readOutputs(
  json: unknown,
  path: string,
  note: Note,
): Pick<MeasureMetadata, "history" | "output" | "definition"> {
  const definition = toMeasureDefinition(field(json, "definition"), `${path}.definition`, note);
  const output = toMeasureOutput(field(json, "output"), `${path}.output`, note);
  return {
    history: readItems(json, "outputHistory", { path, note, toItem: toMeasureOutput }),
    ...defined({ definition, output }),
  };
}

/**
 * Parses a ScalarOutput; undefined when it holds no value. Values that have no time are noted: they cannot be put in
 * order.
 */
function toMeasureOutput(value: unknown, path: string, note: Note): MeasureOutput | undefined {
  if (value === undefined) return undefined;
  const values = field(value, "values") ?? {};
  if (!isObject(value)) note(path, value);
  else if (!isObject(values)) note(`${path}.values`, values);
  if (!isObject(values) || Object.keys(values).length === 0) return undefined;
  const evaluationTime = field(value, "evaluationTime");
  const evaluatedAt = toTime(evaluationTime);
  if (!evaluatedAt) note(`${path}.evaluationTime`, evaluationTime);
  return { values, ...defined({ evaluatedAt }) };
}

/**
 * The measure with each sample once, because the latest output also stands in the history. An output that is no number
 * is noted.
 */
function judgeMeasure(metadata: MeasureMetadata, path: string, note: Note): Measure {
  const measure = toMeasure(metadata);
  const samples = [...new Map(measure.samples.map((sample) => [sample.sampleId, sample])).values()];
  const { output, latestState } = metadata;
  const isExpected = output?.evaluatedAt && measure.eligibility.ok && latestState === "completed";
  if (isExpected && !samples.some(({ evaluatedAt }) => evaluatedAt === output.evaluatedAt)) {
    const [value, ...others] = Object.values(output.values);
    note(`${path}.output.values`, others.length === 0 ? value : output.values);
  }
  return { ...measure, samples };
}

/** Failures that concern the table alone: the measure is there, and asking again would change nothing. */
const FINAL: readonly SourceFailure["kind"][] = ["not-found", "forbidden", "rejected"];

/**
 * The measure with the value that its own table holds, computed when its latest evaluation ended (T4). It has no sample
 * when the table gives none. A failure to read the table fails the read, so that the evaluation is not skipped.
 */
async function findMeasureValue(
  instanceId: string,
  { metadata, measure, valueMissingSince: evaluatedAt }: ParsedMeasure,
  read: ReadSource,
): Promise<SourceAnswer<Measure>> {
  const { note, unusable } = createNotes();
  const table = await getMeasureValue({ instanceId, name: measure.name }, read);
  if (!table.ok) {
    if (!FINAL.includes(table.failure.kind)) return table;
    note("rows", table.failure.kind);
    return { ok: true, value: measure, unusable: unusable() };
  }
  const output = { values: table.value, ...defined({ evaluatedAt }) };
  const judged = judgeMeasure({ ...metadata, output }, "measure", note);
  if (judged.samples.length > 0) return { ok: true, value: judged, unusable: table.unusable };
  // Columns that are not the measure's value do not show whether it has one.
  if (!judged.eligibility.ok) note("rows", table.value);
  return { ok: true, value: measure, unusable: [...table.unusable, ...unusable()] };
}

/** The numbers in a measure's own table by column. The value stands there when the metadata never contain it (T4). */
async function getMeasureValue(
  { instanceId, name }: { readonly instanceId: string; readonly name: string },
  read: ReadSource,
): Promise<SourceAnswer<MeasureOutput["values"]>> {
  return read({
    operation: "getMeasureValue",
    instanceId,
    path: ["instances", instanceId, "data", name],
    query: { $top: "1" },
    toValue: toMeasureValues,
  });
}

/**
 * Parses the table of a single value, which has one row: its numbers by column. Empty, and noted, when there is no row,
 * more than one, or no number in it; undefined when the answer is no table.
 */
export function toMeasureValues(json: unknown, note: Note): MeasureOutput["values"] | undefined {
  const rows = toItems(json, { path: "rows", note: () => undefined, toItem: (row) => (isObject(row) ? row : {}) });
  if (!rows) return undefined;
  const [row = {}] = rows;
  const columns = Object.entries(row).filter(([name, cell]) => !name.includes("@") && toNumber(cell) !== undefined);
  const isUsable = rows.length === 1 && columns.length > 0;
  if (!isUsable) note("rows", rows.length === 1 ? row : rows);
  return isUsable ? Object.fromEntries(columns) : {};
}
