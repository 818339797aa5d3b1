import { type Sample } from "../../model/segment";

/** Samples newer than `last`, oldest first; all of them when there was none. */
export function newSamples(last: Sample | undefined, samples: readonly Sample[]): readonly Sample[] {
  const news: Sample[] = [];
  for (const sample of samples.toSorted(byEvaluation)) {
    const previous = news.at(-1) ?? last;
    if (!previous || isNewer(sample, previous)) news.push(sample);
  }
  return news;
}

/** Later; or as old, of another run. A history tells no run: there the time stands for it, and the same time is the same run. */
function isNewer(sample: Sample, previous: Sample): boolean {
  if (sample.evaluatedAt !== previous.evaluatedAt) return sample.evaluatedAt > previous.evaluatedAt;
  return hasRun(sample) && hasRun(previous) && sample.sampleId !== previous.sampleId;
}

function hasRun({ sampleId, evaluatedAt }: Sample): boolean {
  return sampleId !== evaluatedAt;
}

/** Of two as old, those that tell their run first. */
function byEvaluation(a: Sample, b: Sample): number {
  if (a.evaluatedAt !== b.evaluatedAt) return a.evaluatedAt < b.evaluatedAt ? -1 : 1;
  if (hasRun(a) !== hasRun(b)) return hasRun(a) ? -1 : 1;
  return a.sampleId < b.sampleId ? -1 : 1;
}
