import * as fc from "fast-check";
import { checkCallbackUrl } from "../../shared/validation/checkCallbackUrl";

const FLOW_HOSTS = [".api.powerplatform.com", ".logic.azure.com"];
const LONGEST = 16_384;

test.each([
  "https://prod-01.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Frun&sig=a%2Bb",
  "https://1f.1a.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1?sig=x",
  "https://prod-01.westeurope.logic.azure.com",
  "HTTPS://PROD-01.WESTEUROPE.LOGIC.AZURE.COM/",
  "https://a.logic.azure.com/?next=http://10.0.0.1/",
  "https://a.logic.azure.com/@evil.example",
  "https://a.logic.azure.com#@evil.example",
])("%s is fine", (url) => {
  expect(checkCallbackUrl(url, FLOW_HOSTS)).toBeUndefined();
});

const LITERALS = [
  "127.0.0.1",
  "127.1",
  "0x7f.1",
  "0x7f000001",
  "0177.0.0.1",
  "2130706433",
  "0",
  "10.0.0.1",
  "169.254.169.254",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::7f00:1]",
  "[fd00::1]",
  "127.0.0.1.",
  "①②⑦.⓪.⓪.①",
];

test.each(LITERALS)("the address literal %s is refused", (host) => {
  expect(checkCallbackUrl(`https://${host}/`, FLOW_HOSTS)).toMatch(/not an address|absolute URL|beyond ASCII/);
});

test.each([
  ["https://evil-logic.azure.com/", /not on a host/],
  ["https://logic.azure.com/", /not on a host/],
  ["https://.logic.azure.com/", /not on a host/],
  ["https://..logic.azure.com/", /not on a host/],
  ["http://.logic.azure.com:8080/", /https/],
  ["https://logic.azure.com.evil.com/", /not on a host/],
  ["https://a.logic.azure.com.evil.com/", /not on a host/],
  ["https://a.logic.azure.com./", /not on a host/],
  ["https://a.logic.azure.com%2eevil.com/", /not on a host/],
  ["https://a.logic.azure.com%00.evil.com/", /not an absolute URL/],
  ["https://evil.com/.logic.azure.com", /not on a host/],
  ["https://evil.com#.logic.azure.com", /not on a host/],
  ["https://evil.com?.logic.azure.com", /not on a host/],
  ["https://evil.com\\.logic.azure.com", /backslashes/],
  ["https://evil.com\\@a.logic.azure.com", /backslashes/],
  ["https://a.logic.аzure.com/", /beyond ASCII/],
  ["https://localhost/", /not on a host/],
  ["https://user@a.logic.azure.com/", /user name/],
  ["https://user:password@a.logic.azure.com/", /user name/],
  ["https://:password@a.logic.azure.com/", /user name/],
  ["https://a.logic.azure.com@evil.com/", /user name/],
  ["https://a.logic.azure.com:80/", /port 443/],
  ["https://a.logic.azure.com:8443/", /port 443/],
  ["https://a.logic.azure.com:0/", /port 443/],
  ["https://a.logic.azure.com:65536/", /absolute URL/],
  ["http://a.logic.azure.com/", /https/],
  ["http://a.logic.azure.com:443/", /https/],
  ["ftp://a.logic.azure.com/", /https/],
  ["file:///etc/passwd", /https/],
  ["javascript:alert(1)", /https/],
  ["data:text/plain,x", /https/],
  ["//a.logic.azure.com/", /absolute URL/],
  ["/run", /absolute URL/],
  ["a.logic.azure.com", /absolute URL/],
  ["https://", /absolute URL/],
  ["", /absolute URL/],
])("%s is refused", (url, reason) => {
  expect(checkCallbackUrl(url, FLOW_HOSTS)).toMatch(reason);
});

test.each([
  [LONGEST, undefined],
  [LONGEST + 1, "is longer than 16384 characters"],
])("a URL of %i characters: %s", (length, expected) => {
  expect(checkCallbackUrl("https://a.logic.azure.com/".padEnd(length, "x"), FLOW_HOSTS)).toBe(expected);
});

test.each([
  ["http://localhost:7999/run", undefined],
  ["https://localhost/run", undefined],
  ["http://127.0.0.1:1/run", undefined],
  ["http://0x7f.1:1/run", "must begin with https://"],
  ["http://other.localhost:7999/run", "must begin with https://"],
  ["https://127.0.0.2/run", "must name its host, not an address"],
  ["ftp://localhost/run", "must begin with https://"],
  ["http://user@localhost:7999/run", "must not contain a user name or password"],
])("where whole host names are allowed for development, %s: %s", (url, expected) => {
  expect(checkCallbackUrl(url, ["localhost", "127.0.0.1"])).toBe(expected);
});

test("where no host is allowed none is fine", () => {
  expect(checkCallbackUrl("https://a.logic.azure.com/", [])).toMatch("not on a host");
});

function isSafe(text: string): boolean {
  const { protocol, port, hostname, username, password } = new URL(text);
  return protocol === "https:" && port + username + password === "" && /[^.].*\.logic\.azure\.com$/.test(hostname);
}

test("whatever is fine goes by https to port 443 of a host below an allowed suffix", () => {
  const pieces = fc.constantFrom(
    "https://",
    "http://",
    "a",
    ".logic.azure.com",
    "evil.com",
    ":443",
    ":80",
    "@",
    "/",
    "\\",
    "?",
    "#",
    "%2f",
    ".",
    "[::1]",
    "\t",
    " ",
    "127.1",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
      const text = `https://${parts.join("")}`;
      const isFine = checkCallbackUrl(text, FLOW_HOSTS) === undefined;
      expect({ text, isWronglyFine: isFine && !isSafe(text) }).toEqual({ text, isWronglyFine: false });
    }),
    { numRuns: 5_000 },
  );
});
