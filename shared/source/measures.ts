import { defined } from "../model/defined";
import { type Instant, latest } from "../model/instant";
import { type Measure, type MeasureOutput, toMeasure } from "../model/measure";
import { type SourceAnswer, type SourceFailure } from "../model/sourceAnswer";
import { type HistoryOptions } from "../model/sourceReads";
import { type Note, createNotes, readItems, readObject, toItems } from "./answer/objectReader";
import { field, isObject, toNumber, toTime } from "./answer/values";
import { toMeasureDefinition } from "./measureDefinition";
import { type ReadSource } from "./readSource";
import { historyQuery } from "./segments";

interface MeasureRequest extends HistoryOptions {
  readonly instanceId: string;
  readonly name: string;
}

/**
 * One measure with the samples of its latest output and of the last `historyDays` days. An answer about another measure is
 * `malformed`. A value that was made and is not told is read from the measure's own table: one more call.
 */
export async function getMeasure(request: MeasureRequest, read: ReadSource): Promise<SourceAnswer<Measure>> {
  const answer = await getMetadata(request, read);
  if (!answer.ok) return answer;
  const { value, unusable } = answer;
  if (!value.valueMissingSince) return { ok: true, value: value.measure, unusable };
  const found = await findMeasureValue(request.instanceId, value, read);
  return found.ok ? { ...found, unusable: [...unusable, ...found.unusable] } : found;
}

type MeasureMetadata = Parameters<typeof toMeasure>[0];

/** One MeasureMetadata, and as the model judges it. */
export interface ParsedMeasure {
  readonly metadata: MeasureMetadata;
  readonly measure: Measure;
  /** When the value was made, where there is one and neither output nor history tell it. */
  readonly valueMissingSince?: Instant;
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

/** Undefined and noted when it has no `name`. */
export function parseMeasure(json: unknown, path: string, note: Note): ParsedMeasure | undefined {
  const name = readObject(json, path, note).requiredName("name");
  if (!name) return undefined;
  const { latestState, endedAt } = readLatest(json, path, note);
  const seen = { name, latestState, ...readNamed(json, path, note), ...readOutputs(json, path, note) };
  const measure = judgeMeasure(seen, path, note);
  const isTold = seen.output !== undefined || seen.history.length > 0;
  const isMade = measure.eligibility.ok && latestState === "completed" && endedAt;
  return { metadata: seen, measure, ...(isMade && !isTold && { valueMissingSince: endedAt }) };
}

interface Evaluation {
  readonly latestState: string;
  readonly endedAt: Instant | undefined;
}

/** Where the latest evaluation is left out, it is the newest of the history. */
function readLatest(json: unknown, path: string, note: Note): Evaluation {
  const seen = field(json, "latestEvaluation");
  if (seen !== undefined) return toEvaluation(seen, `${path}.latestEvaluation`, note);
  const past = readItems(json, "evaluationHistory", { path, note, toItem: toEvaluation });
  const end = latest(past.map(({ endedAt }) => endedAt));
  return past.find(({ endedAt }) => endedAt && endedAt === end) ?? { latestState: "", endedAt: undefined };
}

const STATES = ["none", "running", "failed", "completed"];

function toEvaluation(seen: unknown, path: string, note: Note): Evaluation {
  const evaluation = readObject(seen, path, note);
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
    ...(displayName && { displayName }),
    ...(createdAt && { createdAt }),
    ...defined({ version }),
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

/** One ScalarOutput; undefined when it holds no value. Values without a time are noted: they cannot be put in order. */
function toMeasureOutput(seen: unknown, path: string, note: Note): MeasureOutput | undefined {
  if (seen === undefined) return undefined;
  const values = field(seen, "values") ?? {};
  if (!isObject(seen)) note(path, seen);
  else if (!isObject(values)) note(`${path}.values`, values);
  if (!isObject(values) || Object.keys(values).length === 0) return undefined;
  const evaluationTime = field(seen, "evaluationTime");
  const evaluatedAt = toTime(evaluationTime);
  if (!evaluatedAt) note(`${path}.evaluationTime`, evaluationTime);
  return { values, ...(evaluatedAt && { evaluatedAt }) };
}

/** The measure, each sample once: the latest output also stands in the history. An output that is no number is noted. */
function judgeMeasure(seen: MeasureMetadata, path: string, note: Note): Measure {
  const measure = toMeasure(seen);
  const samples = [...new Map(measure.samples.map((sample) => [sample.sampleId, sample])).values()];
  const { output, latestState } = seen;
  const isExpected = output?.evaluatedAt && measure.eligibility.ok && latestState === "completed";
  if (isExpected && !samples.some(({ evaluatedAt }) => evaluatedAt === output.evaluatedAt)) {
    const [value, ...others] = Object.values(output.values);
    note(`${path}.output.values`, others.length === 0 ? value : output.values);
  }
  return { ...measure, samples };
}

/** These are about the table alone: the measure is there, and asking again would change nothing. */
const FINAL: readonly SourceFailure["kind"][] = ["not-found", "forbidden", "rejected"];

/**
 * The measure with the value that its own table holds, made when its latest evaluation ended (3.2 T4). Without a sample when
 * the table has none to give; a failure when it could not be asked, so that the evaluation is not passed over.
 */
async function findMeasureValue(
  instanceId: string,
  { metadata: seen, measure, valueMissingSince: untoldSince }: ParsedMeasure,
  read: ReadSource,
): Promise<SourceAnswer<Measure>> {
  const { note, unusable } = createNotes();
  const table = await getMeasureValue({ instanceId, name: measure.name }, read);
  if (!table.ok) {
    if (!FINAL.includes(table.failure.kind)) return table;
    note("rows", table.failure.kind);
    return { ok: true, value: measure, unusable: unusable() };
  }
  const output = { values: table.value, ...(untoldSince && { evaluatedAt: untoldSince }) };
  const judged = judgeMeasure({ ...seen, output }, "measure", note);
  if (judged.samples.length > 0) return { ok: true, value: judged, unusable: table.unusable };
  // Columns that are not the measure's value say nothing about whether it has one.
  if (!judged.eligibility.ok) note("rows", table.value);
  return { ok: true, value: measure, unusable: [...table.unusable, ...unusable()] };
}

/** What a measure's own table holds, by column: where the value stands when the metadata never tell it (3.2 T4). */
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
 * The numbers of the one row that a single value has as its table, by column. Empty, and noted, when there is no row, more
 * than one, or no number in it; undefined when the answer is no table.
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

/** Every measure. Whether the list tells values is not known (A14): samples may be missing here, `getMeasure` has them. */
export async function listMeasures(instanceId: string, read: ReadSource): Promise<SourceAnswer<Measure[]>> {
  return read({
    operation: "listMeasures",
    instanceId,
    path: ["instances", instanceId, "manage", "measures"],
    toValue: (json, note) => toItems(json, { path: "measures", note, toItem }),
  });
}

function toItem(seen: unknown, path: string, note: Note): Measure | undefined {
  return parseMeasure(seen, path, note)?.measure;
}
