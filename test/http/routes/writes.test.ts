import { ACTIVITY, type Wish, readRows, withWrites } from "../writes/aWriteApi";

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
  ...[
    "..",
    ".%2e",
    "a/../../../Customer",
    "..%2f..%2f..%2fJ%2fdata%2fCustomer%2f1",
    "..%252f..%252f..%252fJ%252fdata%252fCustomer%252f1",
    "..%255c..%255cJ",
    String.raw`..\..\J`,
    "%25%32%66",
    "%25c0%25af",
    "\ud800",
  ].map((itemId): readonly [string, Wish, readonly [number, string, string]] => [
    `the item id ${JSON.stringify(itemId)}, which could leave its instance,`,
    { json: { Email: "x" }, entity: "Customer", itemId },
    [400, "InvalidRequest", "itemId"],
  ]),
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

test("an activity is made once, and expires after 30 days", () =>
  withWrites(async (scene) => {
    expect(await scene.write({ json: ACTIVITY })).toEqual({ status: 201, jsonBody: { outcome: "created" } });
    const found = `UnifiedActivity?$filter=ActivityId eq 'new-1'`;
    expect(await readRows(scene, found)).toMatchObject([ACTIVITY]);
    const again = await scene.write({ json: ACTIVITY });
    expect(again).toMatchObject({ status: 409, jsonBody: { error: { code: "ItemExists" } } });
    await scene.advance(30 * 86_400);
    expect(await readRows(scene, found)).toEqual([]);
  }));

test("an item of an ingested table is accepted, to be written later", () =>
  withWrites(async ({ write, source, instanceId }) => {
    const entities = await source.listEntities(instanceId);
    const ingested = entities.ok
      ? entities.value.find(({ kind, isIngested }) => isIngested && kind === "activity")
      : undefined;
    const json = { [ingested?.attributes[0]?.name ?? ""]: "new-1" };
    expect(await write({ entity: ingested?.name ?? "", json })).toEqual({
      status: 202,
      jsonBody: { outcome: "accepted" },
    });
  }));

test("a profile is changed until the time that is given, else for four hours", () =>
  withWrites(async (scene) => {
    const { write, customerId, advance } = scene;
    const found = `Customer?$filter=CustomerId eq '${customerId}'`;
    const [before] = await readRows(scene, found);
    const update = { entity: "Customer", itemId: customerId, json: { Email: "new@contoso.example" } };
    expect(await write(update)).toEqual({ status: 204 });
    expect(await readRows(scene, found)).toMatchObject([{ Email: "new@contoso.example" }]);
    await advance(4 * 3_600);
    expect(await readRows(scene, found)).toEqual([before]);
    expect(await write({ ...update, query: { validUntil: "2026-01-05T14:00:00+01:00" } })).toEqual({ status: 204 });
    await advance(3_599);
    expect(await readRows(scene, found)).toMatchObject([{ Email: "new@contoso.example" }]);
    await advance(1);
    expect(await readRows(scene, found)).toEqual([before]);
  }));

test("a profile is found by its key, also encoded twice as connectors do", () =>
  withWrites(async ({ write, customerId }) => {
    const itemId = Array.from(customerId)
      .map((each) => `%${each.charCodeAt(0).toString(16)}`)
      .join("");
    expect(await write({ entity: "Customer", itemId, json: { Email: "x" } })).toEqual({ status: 204 });
  }));

test("what a caller sends stays one part of the path", () =>
  withWrites(async ({ write, calls }) => {
    const itemId = "a..b;Customer?x=1#'é 100%";
    const answered = await write({ json: { Email: "x" }, entity: "Customer", itemId });
    expect(answered).toMatchObject({ status: 404, jsonBody: { error: { code: "UnknownItem" } } });
    expect(await calls()).toMatchObject({ "Update-an-entity": 1 });
  }));

test.each([
  ["creating", "UnifiedActivity", undefined],
  ["updating", "Customer", "1"],
])("when the preview of %s has ended, that is said", (_, entity, itemId) =>
  withWrites(async ({ write, control }) => {
    await control("POST", "scene", { writes: false });
    const answered = await write({ json: ACTIVITY, entity, ...(itemId === undefined ? {} : { itemId }) });
    expect(answered).toMatchObject({
      status: 409,
      jsonBody: { error: { code: "WritesNotOffered", target: "entity" } },
    });
    expect(JSON.stringify(answered)).toMatch(/preview/);
  }),
);

test("an identity that may only read is told which role it needs", () =>
  withWrites(async ({ write, control }) => {
    await control("POST", "faults", [{ kind: "403", operation: "Create-an-entity" }]);
    expect(await write({ json: ACTIVITY })).toMatchObject({
      status: 403,
      jsonBody: { error: { code: "WritesForbidden", message: expect.stringContaining("Contributor") } },
    });
  }));

test.each([
  ["429", 503, "SourceUnavailable"],
  ["503", 503, "SourceUnavailable"],
  ["500", 502, "SourceFailed"],
  ["401", 502, "SourceFailed"],
  ["reset", 502, "SourceFailed"],
  ["hang", 504, "SourceTimedOut"],
])("a source with the fault %s is answered %i %s, and asked once", (kind, status, code) =>
  withWrites(async ({ write, control, calls }) => {
    await control("POST", "faults", [{ kind, operation: "Create-an-entity" }]);
    const answered = await write({ json: ACTIVITY });
    expect(answered).toMatchObject({ status, jsonBody: { error: { code } } });
    expect(await calls()).toEqual({ "Create-an-entity": 1 });
    const mayBeWritten = (answered.jsonBody as { error: { message: string } }).error.message.includes("may have been");
    expect(mayBeWritten).toBe(kind === "reset" || kind === "hang");
  }, 400),
);

test("a success whose body breaks off is a success", () =>
  withWrites(async ({ write, control }) => {
    await control("POST", "faults", [{ kind: "malformed", operation: "Create-an-entity" }]);
    expect(await write({ json: ACTIVITY })).toMatchObject({ status: 201 });
  }));
