/** A property holds 64 KiB of UTF-16; this leaves room for the mark. */
const LONGEST = 32_000;
const MARK = /^split:(\d+)\|/;
const HIGH_SURROGATE = /[\uD800-\uDBFF]/;

/** A text as the properties `name`, `name_1`, `name_2`…, the first telling how many there are. */
export function splitText(name: string, text: string): Readonly<Record<string, string>> {
  if (text.length <= LONGEST && !MARK.test(text)) return { [name]: text };
  const pieces = cut(text);
  const count = pieces.length;
  return Object.fromEntries(
    pieces.map((piece, index) => (index === 0 ? [name, `split:${count}|${piece}`] : [`${name}_${index}`, piece])),
  );
}

/** Never between the halves of a surrogate pair: a lone half does not survive the way to the store. */
function cut(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  do {
    const to = from + LONGEST;
    const before = HIGH_SURROGATE.test(text.charAt(to - 1)) ? to - 1 : to;
    pieces.push(text.slice(from, before));
    from = before;
  } while (from < text.length);
  return pieces;
}

/** The text that `splitText` made these properties of; undefined when a piece is missing. */
export function joinText(name: string, properties: Readonly<Record<string, unknown>>): string | undefined {
  const first = properties[name];
  if (typeof first !== "string") return undefined;
  const count = Number(MARK.exec(first)?.[1] ?? 1);
  const rest = Array.from({ length: count - 1 }, (_, index) => properties[`${name}_${index + 1}`]);
  return rest.every((piece) => typeof piece === "string") ? [first.replace(MARK, ""), ...rest].join("") : undefined;
}
