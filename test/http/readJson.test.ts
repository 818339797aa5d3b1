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
