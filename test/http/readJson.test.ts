import * as fc from "fast-check";
import { readJson } from "../../shared/http/readJson";
import { parseJson } from "../../shared/model/text";
import { aHttpRequest } from "./aHttpRequest";
import { problemOf } from "./problemOf";

const MOST_BYTES = 65_536;

test.each([
  "application/json",
  "application/json; charset=utf-8",
  "Application/JSON;charset=utf-8",
  "application/problem+json",
])("a body of type %s is read", async (type) => {
  expect(await readJson(aHttpRequest({ headers: { "content-type": type }, json: { a: "Zürich" } }))).toEqual({
    a: "Zürich",
  });
});

test.each([
  "text/plain",
  "application/jsonp",
  "application/x-www-form-urlencoded",
  "text/json",
  "application/json,text/html",
  "",
])("a body of type %j is answered 415", async (type) => {
  const { status, code, options } = await problemOf(() =>
    readJson(aHttpRequest({ headers: { "content-type": type } })),
  );
  expect({ status, code, ...options }).toEqual({ status: 415, code: "UnsupportedMediaType", target: "Content-Type" });
});

test("a body without a type is answered 415", async () => {
  const request = aHttpRequest({ headers: {}, body: { bytes: Buffer.from("{}") } });
  expect(await problemOf(() => readJson(request))).toMatchObject({ status: 415 });
});

const sent = (json: string): Promise<unknown> => {
  const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(json)) };
  return readJson(aHttpRequest({ json, headers }));
};

test.each([
  ["", "it is empty; send it with a Content-Length"],
  [" ", "it ends too early, at position 1 (line 1, column 2)"],
  ["{", "it ends too early, at position 1 (line 1, column 2)"],
  ['{"a', "it ends too early, at position 3 (line 1, column 4)"],
  ['{"a":1,', "it ends too early, at position 7 (line 1, column 8)"],
  ["callbackUrl=x", "it goes wrong at position 0 (line 1, column 1)"],
  ["{'a':1}", "it goes wrong at position 1 (line 1, column 2)"],
  ["\u0000", "it goes wrong at position 0 (line 1, column 1)"],
  ["undefined", "it goes wrong at position 0 (line 1, column 1)"],
  ['{\n  "a": 1,\n  "b": tru\n}', "it goes wrong at position 19 (line 3, column 8)"],
  ['{"a":1,}', "it goes wrong at position 7 (line 1, column 8)"],
  ['{"a" 1}', "it goes wrong at position 5 (line 1, column 6)"],
  ["[1,]", "it goes wrong at position 3 (line 1, column 4)"],
  ["[1}", "it goes wrong at position 2 (line 1, column 3)"],
  ["01", "it goes wrong at position 1 (line 1, column 2)"],
  ["{} {}", "it goes wrong at position 3 (line 1, column 4)"],
  ['"a\nb"', "it goes wrong at position 2 (line 1, column 3)"],
  [String.raw`"\x"`, "it goes wrong at position 1 (line 1, column 2)"],
  ["\uFEFF{]", "it goes wrong at position 1 (line 1, column 2)"],
])("the body %j is answered 400, which says where it fails", async (json, where) => {
  const { status, code, message, options } = await problemOf(() => sent(json));
  expect({ status, code, message, ...options }).toEqual({
    status: 400,
    code: "InvalidJson",
    message: `The body is not JSON: ${where}.`,
    target: "body",
  });
});

const nearJson = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.nat(3),
    fc.constantFrom("", ",", ":", "]", "}", '"', "\\", "1", "-", ".", "e", " ", "x"),
  )
  .map(([text, at, cut, added]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + added + text.slice(start + cut);
  });

test("what stands before the place that is named could be the beginning of JSON, and what stands there could not", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearJson, fc.string()), async (text) => {
      const isJson = parseJson(text) !== undefined;
      const message = isJson ? undefined : (await problemOf(() => sent(text))).message;
      const [, position = "0"] = /position (\d+)/.exec(message ?? "") ?? [];
      const begun = text.replace(/^\uFEFF/, "").slice(0, Number(position));
      // The engine itself reports how far it came, for texts that end too early.
      expect([isJson, message === undefined || endsTooEarly(begun)]).toEqual([isJson, true]);
    }),
    { numRuns: 500 },
  );
});

/** True for a text that is JSON or that the engine refuses only because it ends. */
function endsTooEarly(begun: string): boolean {
  try {
    JSON.parse(begun);
    return true;
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    return at === undefined ? /end of JSON input/.test(String(error)) : Number(at) >= begun.length;
  }
}

test("a chunked body that arrives is read", async () => {
  const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
  expect(await readJson(aHttpRequest({ headers, json: { a: 1 } }))).toEqual({ a: 1 });
});

test("a body that the platform dropped, because its length was not announced, is answered 411", async () => {
  const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
  const { status, code, message, options } = await problemOf(() => readJson(aHttpRequest({ headers, json: "" })));
  expect({ status, code, ...options }).toEqual({ status: 411, code: "LengthRequired", target: "Content-Length" });
  expect(message).toContain("Send it with a Content-Length");
});

test.each([
  ["x", MOST_BYTES - 2],
  ["ü", MOST_BYTES / 2 - 1],
])("a text of %s × %i fits", async (character, count) => {
  expect(await readJson(aHttpRequest({ json: JSON.stringify(character.repeat(count)) }))).toHaveLength(count);
});

test.each([
  ["x", MOST_BYTES - 1],
  ["ü", MOST_BYTES / 2],
])("a text of %s × %i is answered 413", async (character, count) => {
  const read = (): Promise<unknown> => readJson(aHttpRequest({ json: JSON.stringify(character.repeat(count)) }));
  expect(await problemOf(read)).toMatchObject({ status: 413, code: "BodyTooLarge", options: { target: "body" } });
});

test("a body that says it is too large is answered 413 without being read", async () => {
  const request = aHttpRequest({ headers: { "content-type": "application/json", "content-length": "65537" } });
  expect(await problemOf(() => readJson(request))).toMatchObject({ status: 413, code: "BodyTooLarge" });
  expect(request.bodyUsed).toBe(false);
});

test.each<[string, string, boolean]>([
  ["20 lists", "[".repeat(20) + "]".repeat(20), true],
  ["30,000 lists", "[".repeat(30_000) + "]".repeat(30_000), false],
  ["21 lists", "[".repeat(21) + "]".repeat(21), false],
  ["21 objects", '{"a":'.repeat(21) + "1" + "}".repeat(21), false],
  ["many lists beside each other", `[${"[],".repeat(9_000)}1]`, true],
  ["brackets in a string", JSON.stringify("[{".repeat(5_000)), true],
  ["brackets behind a quote in a string", JSON.stringify(`"\\"${"[".repeat(30)}`), true],
])("a body with %s: at most 20 levels are read", async (_, json, isRead) => {
  const read = readJson(aHttpRequest({ json })).then(
    () => true,
    () => false,
  );
  expect(await read).toBe(isRead);
});

test.each([["["], ['{"a":'], ['"'], ['"\\'], ["]"]])("64 KB of %j are answered 400 at once", async (piece) => {
  const before = process.cpuUsage();
  const json = piece.repeat(Math.floor((MOST_BYTES - 1) / piece.length));
  expect(await problemOf(() => readJson(aHttpRequest({ json })))).toMatchObject({ status: 400, code: "InvalidJson" });
  // Processor time: others may have the machine meanwhile.
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(200);
});

test("a field of JavaScript's own in a body is a field like any other, and changes no object", async () => {
  const body = await readJson(
    aHttpRequest({ json: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}' }),
  );
  expect(Object.keys(body as object)).toEqual(["__proto__", "constructor"]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
