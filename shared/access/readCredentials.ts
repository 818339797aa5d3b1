import { type RefusalReason } from "./caller";

interface Headers {
  get(name: string): string | null;
}

export type Credentials =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "none"; readonly reason: RefusalReason };

/** Entra's tokens with 200 groups have some 10,000 characters. */
const LONGEST_HEADER = 16_384;
/** 256 bits in base64 have 43; what is shorter could be guessed, and no setting can make it a key. */
const SHORTEST_KEY = 32;
const LONGEST_KEY = 256;

/** A key that is entered in place of a function key comes in that header: the host passes it on and does not check it. */
const KEY_HEADERS = ["x-api-key", "x-functions-key"];

/**
 * What a request's headers offer as proof, by its form alone. A bearer token decides even beside a key. Connectors with
 * two ways in send the other one's header empty: that is as if it were not there (reference/connector-rules.md 9).
 */
export function readCredentials(headers: Headers): Credentials {
  const authorization = headers.get("authorization") ?? "";
  if (/^bearer(?:\s|$)/i.test(authorization)) return readToken(authorization);
  const apiKey = KEY_HEADERS.map((name) => headers.get(name) ?? "").find((value) => value !== "") ?? "";
  if (apiKey === "") return { kind: "none", reason: "no-credentials" };
  if (apiKey.length > LONGEST_KEY) return { kind: "none", reason: "too-long" };
  if (apiKey.length < SHORTEST_KEY) return { kind: "none", reason: "malformed" };
  return { kind: "api-key", apiKey };
}

function readToken(authorization: string): Credentials {
  if (authorization.length > LONGEST_HEADER) return { kind: "none", reason: "too-long" };
  const token = authorization.slice("bearer".length).trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { kind: "none", reason: "malformed" };
  return { kind: "token", token };
}
