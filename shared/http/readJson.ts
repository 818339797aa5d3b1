import { type HttpRequest } from "@azure/functions";
import { RequestProblem } from "./requestProblem";

/** Room for the longest callback URL, escaped, and then some. */
const MOST_BYTES = 65_536;

/** The JSON body of a request. Throws a problem: 415 for another content type, 413 when too large, 400 when it is no JSON. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new RequestProblem(415, "UnsupportedMediaType", "Send the body as application/json.", {
      target: "Content-Type",
    });
  }
  const text = await request.text();
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new RequestProblem(413, "BodyTooLarge", `The body is larger than ${MOST_BYTES} bytes.`, { target: "body" });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RequestProblem(400, "InvalidJson", "The body is not JSON.", { target: "body" });
  }
}
