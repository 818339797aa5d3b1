import { type Instant } from "../model/instant";

/** No run of one item of the workflow begins and ends so soon after another has ended. */
const SAME_RUN_MS = 5_000;

/** True when two times of the source, of a task and of its node, tell the end of one run: nothing says that they are equal. */
export function isSameEnd(a: Instant, b: Instant): boolean {
  return Math.abs(Date.parse(a) - Date.parse(b)) <= SAME_RUN_MS;
}
