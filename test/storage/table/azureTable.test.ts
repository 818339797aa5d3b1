import { type IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { createTables } from "../../../shared/storage/createTables";
import { toFilter } from "../../../shared/storage/table/azureTable";
import { type Table } from "../../../shared/storage/table/table";
import { STUB_KEY, type StubAnswer, type StubServer, openStubServer, tableError } from "../stubServer";

describe("azureTable", () => {
  const ALL = { from: "", before: "~" };
  let server: StubServer | undefined;

  afterEach(() => server?.close());

  async function tableThat(answer: (request: IncomingMessage) => StubAnswer): Promise<Table> {
    server = await openStubServer(answer);
    return createTables({ kind: "connection-string", connectionString: server.connectionString }).watches;
  }

  function rows(...names: string[]): object {
    return { value: names.map((name) => ({ PartitionKey: "p", RowKey: name, "odata.etag": `W/"${name}"` })) };
  }

  describe("a list whose pages are short or empty", () => {
    const pages = [rows("a"), rows(), rows("b", "c"), rows(), rows("d")];
    const answer = ({ url = "" }: IncomingMessage): StubAnswer => {
      const page = Number(new URL(url, "http://stub").searchParams.get("NextRowKey") ?? 0);
      const more = { "x-ms-continuation-NextPartitionKey": "p", "x-ms-continuation-NextRowKey": String(page + 1) };
      return { status: 200, headers: page + 1 < pages.length ? more : {}, body: pages[page] ?? {} };
    };

    test.each([
      [undefined, "abcd"],
      [10, "abcd"],
      [2, "ab"],
      [1, "a"],
    ])("ends where the pages end, or at its top of %s", async (top, expected) => {
      const table = await tableThat(answer);
      const listed = await table.list("p", ALL, top === undefined ? {} : { top });
      expect(listed.map(({ row }) => row).join("")).toBe(expected);
    });
  });

  test("a table that is not there is created once, however many ask for it, and asked again", async () => {
    let created = false;
    const table = await tableThat(({ method }) => {
      if (method === "POST") created = true;
      if (created) return method === "POST" ? { status: 201, body: {} } : { status: 200, body: rows("a") };
      return { status: 404, body: tableError("TableNotFound") };
    });
    const lists = await Promise.all(Array.from({ length: 5 }, () => table.list("p", ALL)));
    expect(lists.every((listed) => listed.length === 1)).toBe(true);
    expect(server?.requests.filter((request) => request.startsWith("POST"))).toEqual(["POST /stub/Tables"]);
  });

  test("a table that is being deleted is unavailable", async () => {
    const table = await tableThat(({ method }) =>
      method === "POST"
        ? { status: 409, body: tableError("TableBeingDeleted") }
        : { status: 404, body: tableError("TableNotFound") },
    );
    await expect(table.get("p", "r")).rejects.toMatchObject({
      code: "storage-unavailable",
      target: "Watches",
      message: "Watches cannot be reached: 409 TableBeingDeleted TableBeingDeleted happened.",
    });
  });

  test("a conflict that is none of a row is no conflict", async () => {
    const table = await tableThat(() => ({ status: 409, body: tableError("TableBeingDeleted") }));
    await expect(table.write("p", [{ kind: "insert", row: "r", values: {} }])).rejects.toMatchObject({
      code: "storage-unavailable",
    });
  });

  test("a busy store is asked again", async () => {
    let asked = 0;
    const table = await tableThat(() => {
      asked += 1;
      return asked < 3
        ? { status: 503, headers: { "retry-after": "0" }, body: tableError("ServerBusy") }
        : { status: 200, body: { PartitionKey: "p", RowKey: "r", "odata.etag": "1", a: 1 } };
    });
    expect(await table.get("p", "r")).toEqual({ row: "r", version: "1", values: { a: 1 } });
  });

  test("an error shows neither key nor signature nor what was to be stored", async () => {
    const table = await tableThat(() => ({ status: 403, body: tableError("AuthenticationFailed") }));
    const write = table.write("p", [{ kind: "insert", row: "r", values: { sealedUrl: "sealed-secret" } }]);
    const error: unknown = await write.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "storage-unavailable", target: "Watches" });
    const shown = inspect(error, { depth: 9, showHidden: true });
    expect(shown).toContain("403 AuthenticationFailed");
    for (const secret of [STUB_KEY, "SharedKey", "sealed-secret"]) expect(shown).not.toContain(secret);
  });

  test("a store that is not there is unavailable", async () => {
    const table = await tableThat(() => ({ status: 200 }));
    await server?.close();
    server = undefined;
    const unavailable = { code: "storage-unavailable", target: "Watches" };
    await expect(table.get("p", "r")).rejects.toMatchObject(unavailable);
    await expect(table.write("p", [{ kind: "upsert", row: "r", values: {} }])).rejects.toMatchObject(unavailable);
  });

  test("properties of other types and pieces without their beginning are left out", async () => {
    const entity = { PartitionKey: "p", RowKey: "r", "odata.etag": "1", text_1: "piece", no: null, yes: true };
    const date = { at: "2026-11-20T10:00:00Z", "at@odata.type": "Edm.DateTime" };
    const table = await tableThat(() => ({ status: 200, body: { ...entity, ...date } }));
    expect((await table.get("p", "r"))?.values).toEqual({ yes: true });
  });
});

const RANGE = { from: "a", before: "b" };

test("a partition's range of rows is a filter", () => {
  expect(toFilter("p", RANGE)).toBe("PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b'");
});

test.each([
  [{ property: "live", equals: true }, "live eq true"],
  [{ property: "name", equals: "it's" }, "name eq 'it''s'"],
  [{ property: "dueAt", atMost: "2026-11-20T10:00:00.0000000Z" }, "dueAt le '2026-11-20T10:00:00.0000000Z'"],
])("a condition %j is a clause", (where, clause) => {
  expect(toFilter("p", RANGE, where)).toBe(`PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b' and ${clause}`);
});

test("several conditions all hold", () => {
  const where = [
    { property: "trigger", equals: "x" },
    { property: "redriven", equals: false },
  ];
  expect(toFilter("p", RANGE, where)).toMatch(/ and trigger eq 'x' and redriven eq false$/);
});

test("quotes cannot leave their literal", () => {
  expect(toFilter("p' or true or '", { from: "'", before: "''" })).toBe(
    "PartitionKey eq 'p'' or true or ''' and RowKey ge '''' and RowKey lt ''''''",
  );
});
