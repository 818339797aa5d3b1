import { INSTANCE_ID } from "../../builders/anEvent";
import { answerPaths, withSource } from "../../source/withSource";
import { BASE_URL, SEALER, createGet } from "../withReads";

const ROOT = `/v1/instances/${INSTANCE_ID}`;

/** Asks for a path of an entity `T` while the source answers these metadata and these rows. */
async function read(path: string, metadata: object, rows: unknown): Promise<object> {
  const paths = { [`${ROOT}/manage/entities/T`]: { name: "T", ...metadata }, [`${ROOT}/data/T`]: rows };
  return withSource(answerPaths(paths), async ({ source }) => {
    const get = createGet({ ...source, links: { publicBaseUrl: BASE_URL, sealer: SEALER } });
    const { status, json } = await get(`instances/${INSTANCE_ID}/entities/T/${path}`);
    return { status, ...json };
  });
}

const KEYED = { keys: [[{ name: "Id" }]] };
const INVALID = { status: 502, error: { code: "SourceAnswerInvalid" } };

test.each<[string, unknown, object]>([
  ["another item", { value: [{ Id: "other" }] }, INVALID],
  ["an item whose key is no value", { value: [{ Id: [{ toString: 1 }] }] }, INVALID],
  ["an item without its key", { value: [{ Name: "x" }] }, INVALID],
  ["no item", { value: [] }, { status: 404, error: { code: "UnknownItem" } }],
  ["the item in its own case", { value: [{ id: "X1" }] }, { status: 200, id: "X1" }],
  ["the item with annotations", { value: [{ "@odata.etag": "W/1", Id: "x1" }] }, { status: 200, Id: "x1" }],
])("a source that answers %s to the question for one is answered as that", async (_, rows, expected) => {
  expect(await read("items/x1", KEYED, rows)).toMatchObject(expected);
});

test.each<[string, string, object, object]>([
  ["a key of two columns", "items/x1", { keys: [[{ name: "A" }, { name: "B" }]] }, { error: { target: "itemId" } }],
  ["no key", "items/x1", {}, { error: { target: "itemId" } }],
])("of an entity with %s no single item can be asked for", async (_, path, metadata, expected) => {
  expect(await read(path, metadata, { value: [] })).toMatchObject({ status: 400, ...expected });
});

test.each<[string, unknown, object]>([
  ["no list", { value: 7 }, INVALID],
  ["nothing at all", {}, INVALID],
  ["a list of what are no rows", { value: [{ Id: "1" }, 7] }, INVALID],
  ["a link to other rows", { value: [], "@odata.nextLink": `${ROOT}/data/Other?$skiptoken=x` }, INVALID],
  ["a link that is none", { value: [], "@odata.nextLink": 7 }, INVALID],
  ["a bare list", [{ Id: "1" }], { status: 200, value: [{ Id: "1" }] }],
  ["an empty list", { value: [] }, { status: 200, value: [] }],
])("a source that answers %s to the question for items is answered as that", async (_, rows, expected) => {
  expect(await read("items", KEYED, rows)).toMatchObject(expected);
});

test("a source whose link leads to itself is not followed for ever", async () => {
  const rows = { value: [{ Id: "1" }], "@odata.nextLink": "T?$skiptoken=same" };
  const first = (await read("items", KEYED, rows)) as Record<string, string>;
  const link = first["@odata.nextLink"]?.split("/entities/T/")[1] ?? "";
  expect(await read(link, KEYED, rows)).toMatchObject(INVALID);
});

test("of an entity with metadata and no rows there is nothing to read", async () => {
  const paths = { [`${ROOT}/manage/entities/T`]: { name: "T", ...KEYED } };
  await withSource(answerPaths(paths), async ({ source }) => {
    const get = createGet({ ...source, links: { publicBaseUrl: BASE_URL, sealer: SEALER } });
    for (const path of ["items", "items/1"]) {
      const { json } = await get(`instances/${INSTANCE_ID}/entities/T/${path}`);
      expect(json).toMatchObject({ error: { code: "UnknownEntity" } });
    }
  });
});
