import { type Measure } from "../../model/measure";
import { type ReadingNotes, noted } from "./readingNotes";
import { type SourceReads } from "./sourceReads";

/** A measure's history is small; asked for in full, it covers any time that its reads failed. */
const HISTORY_DAYS = 30;
const AT_ONCE = 5;

/** Those measures that could be read; `undefined` for one that the source does not know. Another's failure stops none. */
export async function readMeasures(
  instanceId: string,
  names: readonly string[],
  source: Pick<SourceReads, "getMeasure">,
  notes: ReadingNotes,
): Promise<ReadonlyMap<string, Measure | undefined>> {
  const read = new Map<string, Measure | undefined>();
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE);
    const answers = await Promise.all(
      some.map((name) => source.getMeasure(instanceId, name, { historyDays: HISTORY_DAYS })),
    );
    for (const [index, answer] of answers.entries()) {
      const name = some[index] ?? "";
      if (!answer.ok && answer.failure.kind === "not-found") read.set(name, undefined);
      else if (answer.ok) read.set(name, noted(`measure ${name}`, answer, notes));
      else noted(`measure ${name}`, answer, notes);
    }
  }
  return read;
}
