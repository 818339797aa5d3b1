import { type Verdict } from "../model/delivery";
import { type Health } from "../model/subscription";

/** A dormant subscription has one try per event: what would be tried again is given up. */
export function onlyTry(verdict: Verdict, health: Health | undefined): Verdict {
  const isOver = health?.state === "dormant" && verdict.outcome === "retrying";
  return isOver ? { outcome: "dead", cause: "dormant" } : verdict;
}
