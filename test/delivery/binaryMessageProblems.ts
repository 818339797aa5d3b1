const REQUIRED = ["ce-id", "ce-source", "ce-specversion", "ce-type"];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json(?:\s*;|$)/;
/** Printable ASCII but space, double quote and percent sign; or a percent-encoded byte (HTTP binding 1.0.2, 3.1.3.2). */
const HEADER_VALUE = /^(?:[\x21\x23\x24\x26-\x7e]|%[0-9A-Fa-f]{2})+$/;

type Headers = Readonly<Record<string, string>>;

/** What keeps an HTTP message from being a CloudEvents 1.0 message in binary mode with a JSON body; empty when nothing does. */
export function binaryMessageProblems(headers: Headers, body: string): string[] {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith("ce-"));
  return [
    ...REQUIRED.filter((name) => !headers[name]).map((name) => `${name} is missing`),
    ...attributes.filter(([name]) => !/^ce-[a-z0-9]{1,20}$/.test(name)).map(([name]) => `${name} is no attribute name`),
    ...attributes.filter(([, value]) => !HEADER_VALUE.test(value)).map(([name]) => `${name} is not encoded`),
    ...attributes.filter(([, value]) => decoded(value) === undefined).map(([name]) => `${name} is not UTF-8`),
    ...(headers["ce-specversion"] === "1.0" ? [] : ["ce-specversion is not 1.0"]),
    ...(URL.canParse(headers["ce-source"] ?? "", "https://base.example") ? [] : ["ce-source is no URI reference"]),
    ...(TIME.test(headers["ce-time"] ?? "1970-01-01T00:00:00Z") ? [] : ["ce-time is no RFC 3339 time"]),
    ...(Object.hasOwn(headers, "ce-datacontenttype") ? ["the content type belongs into content-type"] : []),
    ...(JSON_TYPE.test(headers["content-type"] ?? "") && isJson(body) ? [] : ["the body is not as content-type says"]),
  ];
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
