import { type Measure } from "../model/measure";
import { type SourceAnswer, type SourceFailure } from "../model/sourceAnswer";
import { getMeasureValue } from "./getMeasureValue";
import { type ReadSource } from "./readSource";
import { createNotes } from "./reading/createNotes";
import { judgeMeasure } from "./reading/judgeMeasure";
import { type MeasureReading } from "./reading/toMeasureReading";

/** These are about the table alone: the measure is there, and asking again would change nothing. */
const FINAL: readonly SourceFailure["kind"][] = ["not-found", "forbidden", "rejected"];

/**
 * The measure with the value that its own table holds, made when its latest evaluation ended (3.2 T4). Without a sample when
 * the table has none to give; a failure when it could not be asked, so that the evaluation is not passed over.
 */
export async function findMeasureValue(
  instanceId: string,
  { seen, measure, untoldSince }: MeasureReading,
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
