/** Reading the body of a request as JSON, within limits of size and depth, and saying where a text stops being JSON. */
import { type HttpRequest } from "@azure/functions";
import { parseJson } from "../model/text";
import { RequestProblem } from "./problems";

/** Room for the longest callback URL, escaped, and then some. */
const MAX_BYTES = 65_536;
/** Our bodies have two levels; code that walks a body must not be led down without end. */
const MAX_LEVELS = 20;

/**
 * The JSON body of a request. Throws a problem: 415 for another content type, 413 when too large, 411 when the platform
 * dropped it, 400 when it is no JSON or too deep.
 */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new RequestProblem(415, "UnsupportedMediaType", "Send the body as application/json.", {
      target: "Content-Type",
    });
  }
  // A declared length is enough to refuse a body unread, but not to believe that it is small.
  if (Number(request.headers.get("content-length")) > MAX_BYTES) throw tooLarge();
  const text = await request.text();
  if (Buffer.byteLength(text) > MAX_BYTES) throw tooLarge();
  if (text === "" && request.headers.has("transfer-encoding")) throw lengthRequired();
  const value = parseJson(text);
  if (value === undefined) throw invalidJson(`The body is not JSON: ${sayFault(text.replace(/^\uFEFF/, ""))}.`);
  if (isTooDeep(value)) throw invalidJson(`The body has more than ${MAX_LEVELS} levels.`);
  return value;
}

/** Walks level by level, and no deeper than allowed. */
function isTooDeep(value: unknown): boolean {
  let level: object[] = [value].filter((each) => isNested(each));
  for (let depth = 0; depth < MAX_LEVELS; depth += 1) {
    level = level.flatMap((each) => Object.values(each).filter((inner) => isNested(inner)));
  }
  return level.length > 0;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function tooLarge(): RequestProblem {
  return new RequestProblem(413, "BodyTooLarge", `The body is larger than ${MAX_BYTES} bytes.`, { target: "body" });
}

/**
 * The platform hands on a body only when its length was announced (docs/functions-host.md, HTTP). Of a chunked body
 * only the header arrives.
 */
function lengthRequired(): RequestProblem {
  const message =
    "The body arrived empty, because it was sent in chunks. Send it with a Content-Length; the platform does not hand on others.";
  return new RequestProblem(411, "LengthRequired", message, { target: "Content-Length" });
}

/** Says where a text that is not JSON stops being JSON. The text is not repeated: it may hold secrets. */
function sayFault(text: string): string {
  if (text === "") return "it is empty; send it with a Content-Length";
  const position = findFault(text);
  const lines = text.slice(0, position).split("\n");
  const where = `position ${position} (line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1})`;
  return position === text.length ? `it ends too early, at ${where}` : `it goes wrong at ${where}`;
}

/** A token of JSON. A text comes without its closing quotation mark, so that no search for it has to go back. */
const TOKEN =
  /[ \t\n\r]+|(?<text>"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*)|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|[{}[\]:,]/y;

/** What may come next. A first key or value is the one after an opening bracket, which may be closed at once, too. */
type Expected = "value" | "firstValue" | "key" | "firstKey" | "colon" | "comma";

/** The position of the first character that no JSON could have there. The work is linear in the text's length. */
function findFault(text: string): number {
  const open: string[] = [];
  let expected: Expected | undefined = "value";
  let position = 0;
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    expected = match ? expectAfter(match[0], expected, open) : undefined;
    if (!match || expected === undefined) return position;
    position += match[0].length;
    if (match.groups?.["text"] === undefined) continue;
    if (text[position] !== '"') return position;
    position += 1;
  }
  return position;
}

/** What may follow a token; undefined when the token may not be there. `open` holds the open brackets. */
function expectAfter(token: string, expected: Expected, open: string[]): Expected | undefined {
  if (/^[ \t\n\r]/.test(token)) return expected;
  if (token === ":") return expected === "colon" ? "value" : undefined;
  if (token === ",") return expected === "comma" ? expectItem(open) : undefined;
  if (token === "}") return closeBracket("{", expected === "firstKey" || expected === "comma", open);
  if (token === "]") return closeBracket("[", expected === "firstValue" || expected === "comma", open);
  return expectInside(token, expected, open);
}

function expectItem(open: readonly string[]): Expected | undefined {
  if (open.length === 0) return undefined;
  return open.at(-1) === "{" ? "key" : "value";
}

function closeBracket(bracket: string, isComplete: boolean, open: string[]): Expected | undefined {
  if (!isComplete || open.at(-1) !== bracket) return undefined;
  open.pop();
  return "comma";
}

function expectInside(token: string, expected: Expected, open: string[]): Expected | undefined {
  if (expected === "key" || expected === "firstKey") return token.startsWith('"') ? "colon" : undefined;
  if (expected === "colon" || expected === "comma") return undefined;
  if (token !== "{" && token !== "[") return "comma";
  open.push(token);
  return token === "{" ? "firstKey" : "firstValue";
}

function invalidJson(message: string): RequestProblem {
  return new RequestProblem(400, "InvalidJson", message, { target: "body" });
}
