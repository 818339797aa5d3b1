import { ACTIVITY, type Wish, withWrites } from "./aWriteApi";

test.each<readonly [string, Wish, readonly [number, string, string]]>([
  ["a time that is none", { json: ACTIVITY, query: { validUntil: "soon" } }, [400, "InvalidRequest", "validUntil"]],
  [
    "a time too far ahead",
    { json: ACTIVITY, query: { validUntil: "2026-02-05T08:00:01Z" } },
    [400, "InvalidItem", "body"],
  ],
  ["a list", { json: [] }, [400, "InvalidRequest", "body"]],
  ["nothing", { json: {} }, [400, "InvalidRequest", "body"]],
  ["text in a text", { json: '"{}"' }, [400, "InvalidRequest", "body"]],
  ["no JSON", { json: "{" }, [400, "InvalidJson", "body"]],
  ["a deep body", { json: { a: [[[[[[1]]]]]] } }, [400, "InvalidRequest", "body"]],
  ["a long body", { json: { a: "x".repeat(70_000) } }, [413, "BodyTooLarge", "body"]],
  [
    "another content type",
    { json: {}, headers: { "content-type": "text/plain" } },
    [415, "UnsupportedMediaType", "Content-Type"],
  ],
  ["an unknown column", { json: { ...ACTIVITY, Nothing: 1 } }, [400, "InvalidItem", "body"]],
  ["no key", { json: { Title: "x" } }, [400, "InvalidItem", "body"]],
  [
    "another instance",
    { json: ACTIVITY, instanceId: "00000000-0000-4000-8000-000000000000" },
    [404, "UnknownInstance", "instanceId"],
  ],
  ["a path for an entity", { json: ACTIVITY, entity: "../../instances" }, [404, "UnknownEntity", "entity"]],
  ["an unknown entity", { json: { Email: "x" }, entity: "Nothing", itemId: "1" }, [404, "UnknownEntity", "entity"]],
  ["an unknown item", { json: { Email: "x" }, entity: "Customer", itemId: "nobody" }, [404, "UnknownItem", "itemId"]],
  ["a path for an item", { json: { Email: "x" }, entity: "Customer", itemId: ".." }, [404, "UnknownItem", "itemId"]],
  [
    "a long item id",
    { json: { Email: "x" }, entity: "Customer", itemId: "x".repeat(401) },
    [404, "UnknownItem", "itemId"],
  ],
  [
    "a version",
    { json: {}, entity: "Customer", itemId: "1", headers: { "content-type": "application/json", "if-match": '"1"' } },
    [400, "InvalidRequest", "If-Match"],
  ],
])("%s is refused by name", (_, wish, [status, code, target]) =>
  withWrites(async ({ write }) => {
    expect(await write(wish)).toMatchObject({ status, jsonBody: { error: { code, target } } });
  }),
);
