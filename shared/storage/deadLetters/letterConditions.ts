import { type LetterFilter } from "../../model/deadLetter";
import { type Condition } from "../table/table";
import { DELIVERY_KIND } from "./letterValues";

/** What the store is asked beside the range of time. */
export function letterConditions(
  { connection, trigger, cause }: LetterFilter,
  onlyOpen: boolean,
): readonly Condition[] {
  return [
    { property: "kind", equals: DELIVERY_KIND },
    ...(connection === undefined ? [] : [{ property: "connection", equals: connection }]),
    ...(trigger === undefined ? [] : [{ property: "trigger", equals: trigger }]),
    ...(cause === undefined ? [] : [{ property: "cause", equals: cause }]),
    ...(onlyOpen ? [{ property: "redriven", equals: false }] : []),
  ];
}
