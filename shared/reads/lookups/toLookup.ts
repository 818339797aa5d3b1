import { type SourceAnswer, isHidden } from "../../model/sourceAnswer";
import { type Lookup } from "./lookup";
import { sortByName } from "./sortByName";

/** The source's list as people see it: each thing shown, sorted by what it is called. */
export function toLookup<Thing, Shown extends object>(
  answer: SourceAnswer<readonly Thing[]>,
  show: (thing: Thing) => Shown,
  nameOf: (shown: Shown) => string,
): Lookup<Shown> {
  if (answer.ok) return { outcome: "found", items: sortByName(answer.value.map(show), nameOf) };
  return isHidden(answer.failure)
    ? { outcome: "unknown-instance" }
    : { outcome: "source-failed", failure: answer.failure };
}
