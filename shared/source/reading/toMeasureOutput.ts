import { type MeasureOutput } from "../../model/measure";
import { type Note } from "./createNotes";
import { field } from "./field";
import { isObject } from "./isObject";
import { toTime } from "./toTime";

/** One ScalarOutput; undefined when it holds no value. Values without a time are noted: they cannot be put in order. */
export function toMeasureOutput(seen: unknown, at: string, note: Note): MeasureOutput | undefined {
  if (seen === undefined) return undefined;
  const values = field(seen, "values") ?? {};
  if (!isObject(seen)) note(at, seen);
  else if (!isObject(values)) note(`${at}.values`, values);
  if (!isObject(values) || Object.keys(values).length === 0) return undefined;
  const evaluationTime = field(seen, "evaluationTime");
  const evaluatedAt = toTime(evaluationTime);
  if (!evaluatedAt) note(`${at}.evaluationTime`, evaluationTime);
  return { values, ...(evaluatedAt && { evaluatedAt }) };
}
