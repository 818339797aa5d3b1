import { type Measure } from "../model/measure";
import { type SourceAnswer } from "../model/sourceAnswer";
import { findMeasureValue } from "./findMeasureValue";
import { type HistoryOptions, historyQuery } from "./historyQuery";
import { type ReadSource } from "./readSource";
import { field } from "./reading/field";
import { isObject } from "./reading/isObject";
import { type MeasureReading, toMeasureReading } from "./reading/toMeasureReading";

interface MeasureRequest extends HistoryOptions {
  readonly instanceId: string;
  readonly name: string;
}

/**
 * One measure with the samples of its latest output and of the last `historyDays` days. An answer about another measure is
 * `malformed`. A value that was made and is not told is read from the measure's own table: one more call.
 */
export async function getMeasure(request: MeasureRequest, read: ReadSource): Promise<SourceAnswer<Measure>> {
  const answer = await getReading(request, read);
  if (!answer.ok) return answer;
  const { value, unusable } = answer;
  if (!value.untoldSince) return { ok: true, value: value.measure, unusable };
  const found = await findMeasureValue(request.instanceId, value, read);
  return found.ok ? { ...found, unusable: [...unusable, ...found.unusable] } : found;
}

async function getReading(
  { instanceId, name, historyDays }: MeasureRequest,
  read: ReadSource,
): Promise<SourceAnswer<MeasureReading>> {
  return read({
    operation: "getMeasure",
    instanceId,
    path: ["instances", instanceId, "manage", "measures", name],
    query: historyQuery({ historyDays }),
    toValue: (json, note) => {
      // The name may be left out of an answer that is about nothing else.
      const about = field(json, "name") ?? name;
      const reading = isObject(json) ? toMeasureReading({ ...json, name: about }, "measure", note) : undefined;
      return reading?.seen.name.toLowerCase() === name.toLowerCase() ? reading : undefined;
    },
  });
}
