/** Reading the body of a request as JSON, within limits of size and depth. */
import { type HttpRequest } from "@azure/functions";
import { parseJson } from "../model/text";
import { RequestProblem } from "./problems";

/** Room for the longest callback URL, escaped, and then some. */
const MAX_BYTES = 65_536;
/** Our bodies have two levels; code that walks a body must not be led down without end. */
const MAX_LEVELS = 20;

/**
 * The JSON body of a request. Throws a problem: 415 for another content type, 413 when too large, 400 when it is no
 * JSON or too deep.
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
  const value = parseJson(text);
  if (value === undefined) throw invalidJson("The body is not JSON.");
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

function invalidJson(message: string): RequestProblem {
  return new RequestProblem(400, "InvalidJson", message, { target: "body" });
}
