import { type Measure, toMeasure } from "../../model/measure";
import { type Note } from "./createNotes";

export type MeasureSeen = Parameters<typeof toMeasure>[0];

/** The measure, each sample once: the latest output also stands in the history. An output that is no number is noted. */
export function judgeMeasure(seen: MeasureSeen, at: string, note: Note): Measure {
  const measure = toMeasure(seen);
  const samples = [...new Map(measure.samples.map((sample) => [sample.sampleId, sample])).values()];
  const { output, latestState } = seen;
  const isExpected = output?.evaluatedAt && measure.eligibility.ok && latestState === "completed";
  if (isExpected && !samples.some(({ evaluatedAt }) => evaluatedAt === output.evaluatedAt)) {
    const [value, ...others] = Object.values(output.values);
    note(`${at}.output.values`, others.length === 0 ? value : output.values);
  }
  return { ...measure, samples };
}
