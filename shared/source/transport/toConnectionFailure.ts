import { type SourceFailure } from "../../model/sourceAnswer";
import { field } from "../reading/field";
import { toText } from "../reading/toText";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at its address",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  EPIPE: "the connection was cut",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "name resolution does not work",
  ENETUNREACH: "there is no way to its network",
  EHOSTUNREACH: "there is no way to its host",
  ETIMEDOUT: "its host does not answer",
  UND_ERR_DESTROYED: "its client is closed",
  UND_ERR_CONNECT_TIMEOUT: "its host does not answer",
};

/** A request that ended without an answer. What answers, but not in HTTP, is `malformed`. */
export function toConnectionFailure(error: unknown): SourceFailure {
  const code = toCode(error);
  if (/^(?:HTTPParserError|HPE_|UND_ERR_HEADERS_OVERFLOW)/.test(code)) {
    return { kind: "malformed", message: `the source's answer is not HTTP as it should be (${code})` };
  }
  const reason =
    REASONS[code] ??
    (/CERT|SIGNATURE|TLS|SSL|EPROTO/.test(code) ? "no secure connection with it is possible" : "the call failed");
  return { kind: "unreachable", message: `the source could not be reached: ${reason} (${code})` };
}

// Node puts the failures of several addresses together; undici's parser errors have only a name.
function toCode(error: unknown): string {
  const errors = field(error, "errors");
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const codes = [error, field(error, "cause"), first].map((each) => toText(field(each, "code")));
  return codes.find((code) => code !== undefined) ?? toText(field(error, "name")) ?? "no code";
}
