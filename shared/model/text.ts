/** Texts from outside, as this app takes them: ids, parts of addresses, long messages, JSON that may not be JSON. */

/**
 * A UUID anywhere in a text, in any casing; `UUID.source` is part of longer patterns. Ids of instances, data sources
 * and tenants are kept in lower case once they are checked, so that one thing has one key.
 */
export const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** True for a text that is one UUID and nothing else. */
export function isUuid(text: string): boolean {
  return WHOLE.test(text);
}

const WHOLE = new RegExp(`^${UUID.source}$`, "i");

/** A text of at most `limit` UTF-16 units. A longer text is cut between two characters and ends with "…". */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * The value of a JSON text; undefined when the text is not JSON, which has no undefined. A byte order mark is skipped.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    return undefined;
  }
}

/** The longest part of an address, in UTF-16 units. No name or key of the source is longer. */
export const MAX_PATH_PART_LENGTH = 400;

/** Bytes of UTF-8 that are longer than they need to be. Careless decoders read `%C0%AF` as a slash. */
const OVERLONG = /[\u00c0\u00c1]|\u00e0[\u0080-\u009f]|\u00f0[\u0080-\u008f]/;

/** Slashes and control characters. An escape counts, too: after full decoding it can only come from wide characters. */
const SEPARATOR = /[/\\\p{Cc}]|%u?[\da-f]{2}/iu;

/** A part without a name, and a dot segment, also before what ends a path or a segment for some servers. */
const DOT_SEGMENT = /^\s*(?:\.{1,2}\s*(?:[;?#]|$)|$)/;

/**
 * True for a text that is one part of a path and stays one. Encoding is not enough for that: gateways decode `%2F`,
 * some of them more than once, and then resolve `..`. So a part holds no slash, backslash, control character or dot
 * segment, plain or encoded in any depth. The check takes time in proportion to the length.
 */
export function isPathPart(text: string): boolean {
  if (text.length > MAX_PATH_PART_LENGTH || /\p{Surrogate}/u.test(text)) return false;
  const bytes = decodeWhole(text);
  // Servers that fold wide characters (`／`, `．`) take them for the plain ones.
  const plain = bytes.toString("utf8").normalize("NFKC");
  return !OVERLONG.test(bytes.toString("latin1")) && !SEPARATOR.test(plain) && !DOT_SEGMENT.test(plain);
}

/** An escape at the end of a text: `%2f`, or `%u002f` as some servers read it. */
const ESCAPE = /%(?:u(?<wide>[\da-f]{4})|(?<byte>[\da-f]{2}))$/i;

const LONGEST_ESCAPE = "%u002f".length;

/**
 * Decodes a text until no escape is left, in one pass. An escape is replaced as soon as its last digit is there, and
 * the byte that it stands for may be the last digit of another. The order of replacements does not change the end.
 */
function decodeWhole(text: string): Buffer {
  const bytes: number[] = [];
  for (const next of Buffer.from(text)) {
    bytes.push(next);
    for (let escape = findEscape(bytes); escape; escape = findEscape(bytes)) {
      const { wide, byte = "" } = escape.groups ?? {};
      const decoded = wide === undefined ? [parseInt(byte, 16)] : Buffer.from(String.fromCharCode(parseInt(wide, 16)));
      bytes.splice(-escape[0].length, escape[0].length, ...decoded);
    }
  }
  return Buffer.from(bytes);
}

function findEscape(bytes: readonly number[]): RegExpExecArray | null {
  return ESCAPE.exec(String.fromCharCode(...bytes.slice(-LONGEST_ESCAPE)));
}
