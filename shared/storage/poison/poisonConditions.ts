import { type PoisonFilter } from "../../model/deadLetter";
import { type Condition } from "../table/table";
import { POISON_KIND } from "./poisonValues";

/** What the store is asked beside the range of time. */
export function poisonConditions({ instanceId, cause }: PoisonFilter, onlyOpen: boolean): readonly Condition[] {
  return [
    { property: "kind", equals: POISON_KIND },
    ...(instanceId === undefined ? [] : [{ property: "instanceId", equals: instanceId }]),
    ...(cause === undefined ? [] : [{ property: "cause", equals: cause }]),
    ...(onlyOpen ? [{ property: "redriven", equals: false }] : []),
  ];
}
