import { type Chance } from "../../faults/schedules/chance";
import { anyText, mutateText } from "../hostile";

type Texts = Readonly<Record<string, readonly string[]>>;

const STRANGE = ["code", "$skiptoken", "$SKIPTOKEN", "$top", "$format", "top", "$apply", "proxy", "subscription-key"];

/** Some of these parameters, each often with one of its values; sometimes one that is not among them. */
export function someQuery(chance: Chance, good: Texts): Record<string, string> {
  const given = Object.entries(good)
    .filter(() => chance.hit(0.4))
    .map(([name, values]) => [name, oftenGood(chance, values)] as const);
  const strange = chance.hit(0.15) ? [[chance.pick([...STRANGE, anyText(chance)]), anyText(chance)] as const] : [];
  return Object.fromEntries([...given, ...strange]);
}

/** Each of these path parameters, mostly as it should be. */
export function somePath(chance: Chance, good: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(good).map(([name, values]) => [
      name,
      chance.hit(0.85) ? chance.pick(values) : spoil(chance, values),
    ]),
  );
}

function oftenGood(chance: Chance, values: readonly string[]): string {
  return chance.hit(0.7) ? chance.pick(values) : spoil(chance, values);
}

function spoil(chance: Chance, values: readonly string[]): string {
  return chance.hit(0.6) ? mutateText(chance, chance.pick(values)) : anyText(chance);
}
