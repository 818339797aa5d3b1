import { type Chance } from "../../faults/schedules/chance";
import { anyJson, mutateJson, mutateText } from "../hostile";
import { type Aimed } from "./httpTarget";

const TYPES = ["text/plain", "application/a+json", "application/json; charset=utf-16", ""];

/** A body like `good`, whose objects have properties of `names`, and what is said of its type. */
export function someBody(
  chance: Chance,
  good: unknown,
  names: readonly string[],
): Required<Pick<Aimed, "body" | "headers">> {
  const json = chance.hit(0.3) ? good : chance.hit(0.8) ? mutateJson(chance, good, names) : anyJson(chance, names);
  const text = JSON.stringify(json);
  return {
    headers: { "content-type": chance.hit(0.9) ? "application/json" : chance.pick(TYPES) },
    body: chance.hit(0.9) ? text : mutateText(chance, text),
  };
}
