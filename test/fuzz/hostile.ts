import { type Chance } from "../faults/schedules/chance";

const TEXTS: readonly string[] = [
  "",
  " ",
  "\0",
  "'",
  '"',
  "\\",
  "%00",
  "../..",
  "\r\nX-Evil: 1",
  "\ud800",
  "\ufeff",
  "é",
  "İ",
  "null",
  "true",
  "NaN",
  "-0",
  "1e999",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "0001-01-01T00:00:00",
  "9999-12-31T23:59:59.9999999Z",
  "2026-11-20T10:00:00Z",
  "2026-11-20T10:00:00+14:00",
  "+275760-09-13T00:00:00.001Z",
  "00000000-0000-4000-8000-000000000001",
  "{}",
  "[]",
  "%s%n%x",
  "${7*7}",
  "<script>",
];

const NUMBERS: readonly number[] = [0, -0, 1, -1, 0.1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324, 4_294_967_296];

/** Names that objects of programs have anyway, beside those that the target knows. */
const PROTOTYPE_NAMES: readonly string[] = ["__proto__", "constructor", "prototype", "toString", "length", "then"];

/** A text: a nasty one, some random letters, or very many of one. */
export function anyText(chance: Chance): string {
  const kind = chance.between(0, 9);
  if (kind < 5) return chance.pick(TEXTS);
  const length = kind === 9 ? chance.pick([101, 201, 513, 2_000]) : chance.between(1, 12);
  if (kind === 8 || kind === 9) return String.fromCharCode(chance.between(32, 126)).repeat(length);
  return Array.from({ length }, () => String.fromCharCode(chance.between(0, kind === 5 ? 0xffff : 0x7e))).join("");
}

/** Any JSON value; its objects have names of `names`, so that it is often nearly what is expected. */
export function anyJson(chance: Chance, names: readonly string[], depth = 4): unknown {
  const kind = depth === 0 ? chance.between(0, 3) : chance.between(0, 7);
  if (kind === 0) return chance.pick([null, true, false]);
  if (kind === 1) return chance.pick(NUMBERS);
  if (kind < 4) return anyText(chance);
  const size = chance.between(0, 4);
  if (kind === 4) return Array.from({ length: size }, () => anyJson(chance, names, depth - 1));
  return anyObject(chance, names, size, depth);
}

/** An object as JSON.parse makes it: even `__proto__` is a property of its own. */
function anyObject(chance: Chance, names: readonly string[], size: number, depth: number): unknown {
  const fields = Array.from({ length: size }, () => {
    const name = chance.pick(chance.hit(0.15) ? PROTOTYPE_NAMES : names);
    return `${JSON.stringify(name)}:${JSON.stringify(anyJson(chance, names, depth - 1))}`;
  });
  return JSON.parse(`{${fields.join(",")}}`) as unknown;
}

/** A value like `good` with some of it replaced, left out, put in or wrapped; often only one thing is wrong. */
export function mutateJson(chance: Chance, good: unknown, names: readonly string[]): unknown {
  if (chance.hit(0.1)) return anyJson(chance, names, 2);
  if (Array.isArray(good)) {
    const items = good.filter(() => !chance.hit(0.1)).map((item) => mutateJson(chance, item, names));
    return chance.hit(0.1) ? [...items, anyJson(chance, names, 2)] : items;
  }
  if (typeof good === "string") return chance.hit(0.1) ? mutateText(chance, good) : good;
  if (typeof good !== "object" || good === null) return good;
  const kept = Object.entries(good).filter(() => !chance.hit(0.05));
  const fields = kept.map(([name, value]) => [name, mutateJson(chance, value, names)] as const);
  const added = chance.hit(0.1)
    ? [[chance.pick([...names, ...PROTOTYPE_NAMES]), anyJson(chance, names, 1)] as const]
    : [];
  const written = [...fields, ...added].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return JSON.parse(`{${written.join(",")}}`) as unknown;
}

/** A text like `good` with some letters replaced, left out, put in or doubled. */
export function mutateText(chance: Chance, good: string): string {
  let text = good;
  for (let times = chance.between(0, 3); times > 0; times -= 1) {
    const at = chance.between(0, text.length);
    const until = at + chance.pick([0, 0, 1, 1, 2, 8]);
    text = text.slice(0, at) + (chance.hit(0.7) ? anyText(chance) : text.slice(0, at)) + text.slice(until);
  }
  return text;
}
