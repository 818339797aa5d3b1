import { readJson } from "../../shared/http/readJson";
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

test.each(["", "{", "callbackUrl=x", "{'a':1}", "\u0000", "undefined"])("the body %j is answered 400", async (json) => {
  const { status, code, message, options } = await problemOf(() => readJson(aHttpRequest({ json })));
  expect({ status, code, message, ...options }).toEqual({
    status: 400,
    code: "InvalidJson",
    message: "The body is not JSON.",
    target: "body",
  });
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
