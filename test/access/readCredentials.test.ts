import { readCredentials } from "../../shared/access/readCredentials";

const KEY = "k".repeat(43);

test.each<[string, Record<string, string>, object]>([
  ["a token", { authorization: "Bearer a.b.c" }, { kind: "token", token: "a.b.c" }],
  ["a token in other letters", { authorization: "bEARER   a.b.c " }, { kind: "token", token: "a.b.c" }],
  ["a key", { "x-api-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["a key in place of a function key", { "x-functions-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["an empty key and a key", { "x-api-key": "", "x-functions-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["a token beside a key", { authorization: "Bearer a.b.c", "x-api-key": KEY }, { kind: "token", token: "a.b.c" }],
  ["a key beside another scheme", { authorization: "Basic eDp5", "x-api-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["nothing", {}, { kind: "none", reason: "no-credentials" }],
  ["an empty key", { "x-api-key": "" }, { kind: "none", reason: "no-credentials" }],
  ["another scheme", { authorization: "Basic eDp5" }, { kind: "none", reason: "no-credentials" }],
  ["no token", { authorization: "Bearer" }, { kind: "none", reason: "malformed" }],
  ["no token beside a key", { authorization: "Bearer ", "x-api-key": KEY }, { kind: "none", reason: "malformed" }],
  ["two tokens", { authorization: "Bearer a.b.c, Bearer a.b.c" }, { kind: "none", reason: "malformed" }],
  ["an encrypted token", { authorization: "Bearer a.b.c.d.e" }, { kind: "none", reason: "malformed" }],
  ["a key that could be guessed", { "x-api-key": "k".repeat(31) }, { kind: "none", reason: "malformed" }],
  ["a key without end", { "x-api-key": "k".repeat(257) }, { kind: "none", reason: "too-long" }],
  ["a giant token", { authorization: `Bearer a.${"b".repeat(16_384)}.c` }, { kind: "none", reason: "too-long" }],
])("headers with %s", (_, headers, expected) => {
  expect(readCredentials(new Headers(headers))).toEqual(expected);
});

test("hostile headers take no time", () => {
  const before = performance.now();
  for (const authorization of [`Bearer ${" ".repeat(16_000)}x`, `Bearer ${"a.".repeat(8_000)}`, "a".repeat(5_000_000)])
    readCredentials(new Headers({ authorization }));
  expect(performance.now() - before).toBeLessThan(500);
});
