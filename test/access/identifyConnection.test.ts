import { identifyConnection } from "../../shared/access/identifyConnection";

function identify(header: string | undefined, code: string | undefined): string {
  const headers = new Headers(header === undefined ? {} : { "x-functions-key": header });
  return identifyConnection({ headers, query: new URLSearchParams(code === undefined ? {} : { code }) });
}

test("a caller is a hash of the key, whichever way the key comes", () => {
  expect(identify("canary-key", undefined)).toMatch(/^[0-9a-f]{32}$/);
  expect(identify(undefined, "canary-key")).toBe(identify("canary-key", undefined));
});

test("two keys are two callers", () => {
  expect(identify("one", undefined)).not.toBe(identify("two", undefined));
});

test("where both are given the header counts, as it does for the host", () => {
  expect(identify("one", "two")).toBe(identify("one", undefined));
});

test.each([
  [undefined, undefined],
  ["", undefined],
  [undefined, ""],
])("without a key (header %j, code %j) the caller is nobody in particular", (header, code) => {
  expect(identify(header, code)).toBe("anonymous");
});
