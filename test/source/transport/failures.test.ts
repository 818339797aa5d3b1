import * as fc from "fast-check";
import { hideSecrets, toErrorTarget, toFailure } from "../../../shared/source/transport/failures";

const SECRET = "s3cret/+=é";

test.each<[string, (secret: string) => string]>([
  ["as it is", (secret) => secret],
  ["URL-encoded", encodeURIComponent],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
  ["in base64url", (secret) => Buffer.from(secret).toString("base64url")],
])("a secret that is repeated %s is hidden, each time", (_, spell) => {
  const spelled = spell(SECRET);
  expect(hideSecrets(`bad token ${spelled}, really ${spelled}`, [undefined, "", SECRET])).toBe(
    "bad token ***, really ***",
  );
});

test("a secret that repeats itself is found among its own beginnings", () => {
  expect(hideSecrets("aaaaab aab aaab", ["aab"])).toBe("aaa*** *** a***");
  expect(hideSecrets("ababacababab", ["ababab", "zz"])).toBe("ababac***");
});

test("hiding finds what a plain replacement finds", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "+"), maxLength: 40 });
  const secret = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(letters, secret, (text, each) => {
      const base64 = [Buffer.from(each).toString("base64"), Buffer.from(each).toString("base64url")];
      const expected = [each, ...base64].reduce((hidden, spelling) => hidden.replaceAll(spelling, "***"), text);
      expect(hideSecrets(text, [each])).toBe(expected);
    }),
  );
});

test.each([0, 1, 4, 9])("of a secret that is cut after %i characters nothing is shown", (kept) => {
  const secret = "s3cret-key";
  const body = JSON.stringify({
    message: `${" ".repeat(10)}${"\n".repeat(4_086 - kept)}x${secret} and more`.repeat(2),
  });
  const { said = "" } = toFailure({ status: 400, body }, new Date(0), [secret]);
  expect(said).not.toContain("s3");
});

test("a secret at the end of a text that was cut is hidden as far as it goes", () => {
  expect(hideSecrets("key s3cr", [SECRET], true)).toBe("key ***");
  expect(hideSecrets("key s3cr", [SECRET])).toBe("key s3cr");
});

test("nothing else is hidden", () => {
  expect(hideSecrets("as it was", [undefined, "", SECRET])).toBe("as it was");
});

test.each<[unknown, string | undefined]>([
  [{ errorCode: "BadRequest", target: "$filter" }, "$filter"],
  [{ error: { code: "BadRequest", target: "$orderby" } }, "$orderby"],
  [{ Error: { Target: "entityName" } }, "entityName"],
  [{ error: { target: null } }, undefined],
  [{ target: "a whole sentence" }, undefined],
  [{ target: "x".repeat(101) }, undefined],
  [{ target: { a: 1 } }, undefined],
  [[], undefined],
])("the error %j is about %j", (body, target) => {
  expect(toErrorTarget(JSON.stringify(body))).toBe(target);
});

test("what is no JSON is about nothing", () => {
  expect(toErrorTarget("<html>")).toBeUndefined();
});

const NOW = new Date("2026-11-20T10:00:00.500Z");

test.each([
  [429, 12],
  [500, 12],
  [502, 12],
  [503, 12],
  [504, 12],
  [404, undefined],
  [400, undefined],
])("status %i carries a wait of %j seconds", (status, seconds) => {
  expect(toFailure({ status, retryAfter: "12", body: "" }, NOW, []).retryAfterSeconds).toBe(seconds);
});

test.each(["99999999999999999999", "Fri, 20 Nov 2099 10:00:00 GMT", "86401"])(
  "the wait %s is cut to a day",
  (retryAfter) => {
    expect(toFailure({ status: 429, retryAfter, body: "" }, NOW, []).retryAfterSeconds).toBe(86_400);
  },
);

test.each<[string, string, string]>([
  ["flat", '{"errorCode":"InstanceNotFound","message":"Not found."}', ": InstanceNotFound: Not found."],
  ["flat, in PascalCase", '{"ErrorCode":"A","Message":"B"}', ": A: B"],
  ["wrapped", '{"error":{"code":"A","message":"B","details":[]}}', ": A: B"],
  ["wrapped, in PascalCase", '{"Error":{"Code":"A"}}', ": A"],
  ["the gateway's", '{"statusCode":404,"message":"Resource not found"}', ": Resource not found"],
  ["a page", "<html><body>404</body></html>", ""],
  ["a list", "[1]", ""],
  ["null", "null", ""],
  ["empty", "", ""],
  ["over several lines", '{"message":"a\\r\\n\\tb"}', ": a b"],
  ["about an address", '{"message":"no https://a.example/b?key=c here"}', ": no https://a.example/b here"],
])("an error body that is %s is repeated as far as it is the source's own words", (_name, body, said) => {
  const { message } = toFailure({ status: 404, body }, NOW, []);
  expect(message).toBe(`the source does not know what was asked for (404)${said}`);
});

test("the source's words are at most 200 characters", () => {
  const { message } = toFailure({ status: 400, body: JSON.stringify({ message: "x".repeat(900) }) }, NOW, []);
  expect(message).toHaveLength("the source refused the request (400): ".length + 200);
});

test("a secret is hidden before the words are cut", () => {
  const body = JSON.stringify({ message: `${"x".repeat(195)}s3cr3t-key` });
  expect(toFailure({ status: 400, body }, NOW, ["s3cr3t-key", undefined]).message).not.toContain("s3c");
});

test.each([
  ["Out of call volume quota. Quota will be replenished in 02:10:00.", "throttled"],
  ["The caller has no role on this instance.", "forbidden"],
])("a 403 that says %j is %s", (message, kind) => {
  const body = JSON.stringify({ statusCode: 403, message });
  expect(toFailure({ status: 403, body }, NOW, []).kind).toBe(kind);
});
