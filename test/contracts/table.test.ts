import { randomUUID } from "node:crypto";
import { type Table, type WriteResult } from "../../shared/storage/table/table";
import { STORES, type Store } from "./stores";

const versionOf = (result: WriteResult): string => (result.written && result.versions[0]) || "none";
const ALL = { from: "", before: "~" };

const POINTS = Array.from({ length: 0x11_00_00 }, (_, point) => point);

/** Every character of a kind, in texts of at most a few hundred of them. */
function textsOf(kind: RegExp): readonly string[] {
  const characters = POINTS.map((point) => String.fromCodePoint(point)).filter((each) => kind.test(each));
  const parts = Array.from({ length: Math.ceil(characters.length / 250) }, (_, part) =>
    characters.slice(part * 250, part * 250 + 250),
  );
  return parts.map((each) => `${each.join("x")}x`);
}

const UNSAFE_TEXTS = [
  { name: "line and paragraph separators", texts: ["\u2028", "a\u2029b", "\u2028\u2029\\u2028\\", "\u0085\u000B\r\n"] },
  { name: "controls", texts: textsOf(/\p{Cc}/u) },
  { name: "format characters", texts: textsOf(/\p{Cf}/u) },
  { name: "lone surrogates", texts: textsOf(/\p{Cs}/u) },
  { name: "separators of any kind", texts: textsOf(/\p{Z}/u) },
  { name: "code points that are no characters", texts: textsOf(/\p{Noncharacter_Code_Point}/u) },
  { name: "marks of ours", texts: ["escaped:|", "escaped:|\\u2028", "split:3|\u2028", "escaped:|split:2|x", "\\\\"] },
  { name: "words of the protocol", texts: ["\r\n--changeset_1\r\nDELETE http://x/ HTTP/1.1\r\n\r\n", "}{", '"}\r\n{'] },
];

describe.each(STORES)("a table in $store", ({ open }) => {
  let store: Store;
  let table: Table;
  let partition: string;

  beforeAll(async () => {
    store = await open();
    table = store.tables.deliveries;
  });
  afterAll(() => store.close());
  beforeEach(() => (partition = randomUUID()));

  const put = async (row: string, values: object = { a: 1 }): Promise<string> =>
    versionOf(await table.write(partition, [{ kind: "insert", row, values: { ...values } }]));
  const keys = async (): Promise<string[]> => (await table.list(partition, ALL)).map(({ row }) => row);

  test("gives a row as it was written, with its version", async () => {
    const values = { text: "it's “é”\n{}", number: 1_763_684_640_000.5, whole: 7, yes: true, no: false, empty: "" };
    const version = await put("r", { ...values, gone: undefined });
    expect(await table.get(partition, "r")).toEqual({ row: "r", version, values });
  });

  test("gives nothing for a row that is not there", async () => {
    expect(await table.get(partition, "r")).toBeUndefined();
    expect(await keys()).toEqual([]);
  });

  test.each([31_999, 32_000, 32_001, 64_000, 100_000])("keeps a text of %i characters", async (length) => {
    // Nearly ASCII: Azurite spoils characters that lie on the 64 KiB borders of a long request.
    const text = `${"xyz".repeat(length).slice(0, length - 2)}😀`;
    await put("r", { text, short: "s" });
    const values = (await table.get(partition, "r"))?.values;
    expect(values?.["text"] === text).toBe(true);
    expect(values?.["short"]).toBe("s");
  });

  test("forgets the pieces of a long text that a short one takes the place of", async () => {
    await put("r", { text: "x".repeat(70_000) });
    await table.write(partition, [{ kind: "merge", row: "r", values: { text: "short" } }]);
    expect((await table.get(partition, "r"))?.values).toEqual({ text: "short" });
  });

  describe.each(UNSAFE_TEXTS)("texts with $name", ({ texts }) => {
    test("come back from a row that was written alone", async () => {
      for (const [index, text] of texts.entries()) await put(`r${index}`, { text, state: JSON.stringify({ text }) });
      const rows = await table.list(partition, ALL);
      expect(rows.map(({ values }) => values["text"])).toEqual(texts);
      expect(rows.map(({ values }) => JSON.parse(String(values["state"])) as unknown)).toEqual(
        texts.map((text) => ({ text })),
      );
    });

    test("come back from a transaction, and do no harm to the next", async () => {
      for (const row of ["first", "second"]) {
        const inserts = texts.map((text, index) => ({
          kind: "insert" as const,
          row: `${row}${index}`,
          values: { text: `it's {${text}}`, text2: text },
        }));
        const result = await table.write(partition, [...inserts, { kind: "upsert", row: "ledger", values: { row } }]);
        expect(result.written).toBe(true);
        const rows = await table.list(partition, { from: row, before: `${row}~` });
        expect(rows.map(({ values }) => values)).toEqual(
          texts.map((text) => ({ text: `it's {${text}}`, text2: text })),
        );
      }
    });
  });

  test("keeps long texts of any language in a row that was written alone", async () => {
    const values = { greek: "αβγ".repeat(30_000), emoji: "x👩‍👧".repeat(9_000), lines: "a\u2028".repeat(20_000) };
    await put("r", values);
    const stored = (await table.get(partition, "r"))?.values;
    for (const [name, text] of Object.entries(values)) expect(stored?.[name] === text).toBe(true);
  });

  test("finds a row by a text that has to be escaped", async () => {
    await put("r", { name: "a\u2029b" });
    await put("s", { name: "a b" });
    const found = await table.list(partition, ALL, { where: { property: "name", equals: "a\u2029b" } });
    expect(found.map(({ row }) => row)).toEqual(["r"]);
  });

  test("changes the version with each write", async () => {
    const first = await put("r");
    const merged = await table.write(partition, [{ kind: "merge", row: "r", values: { a: 1 } }]);
    expect(versionOf(merged)).not.toBe(first);
    expect(versionOf(merged)).toBe((await table.get(partition, "r"))?.version);
  });

  test("merges, replaces and upserts", async () => {
    await put("r", { a: 1, b: "two" });
    await table.write(partition, [{ kind: "merge", row: "r", values: { a: 2 } }]);
    expect((await table.get(partition, "r"))?.values).toEqual({ a: 2, b: "two" });
    const version = (await table.get(partition, "r"))?.version ?? "";
    await table.write(partition, [{ kind: "replace", row: "r", values: { c: true }, version }]);
    expect((await table.get(partition, "r"))?.values).toEqual({ c: true });
    await table.write(partition, [{ kind: "upsert", row: "r", values: { d: "d" } }]);
    await table.write(partition, [{ kind: "upsert", row: "s", values: { d: "d" } }]);
    expect((await table.list(partition, ALL)).map(({ values }) => values)).toEqual([{ d: "d" }, { d: "d" }]);
  });

  describe.each([
    { alone: true, name: "alone" },
    { alone: false, name: "as the second of a transaction" },
  ])("an action $name", ({ alone }) => {
    const act = async (action: object): Promise<WriteResult> => {
      const actions = [{ kind: "insert", row: "other", values: {} }, action] as never[];
      return table.write(partition, alone ? actions.slice(1) : actions);
    };
    const at = alone ? 0 : 1;

    test.each([
      ["insert where a row exists", { kind: "insert", row: "r", values: { a: 2 } }, "exists"],
      ["replace of a moved row", { kind: "replace", row: "r", values: { a: 2 }, version: "OLD" }, "moved"],
      ["merge of a moved row", { kind: "merge", row: "r", values: { a: 2 }, version: "OLD" }, "moved"],
      ["removal of a moved row", { kind: "remove", row: "r", version: "OLD" }, "moved"],
      ["replace of a missing row", { kind: "replace", row: "no", values: { a: 2 }, version: "OLD" }, "missing"],
      ["merge of a missing row", { kind: "merge", row: "no", values: { a: 2 } }, "missing"],
      ["removal of a missing row", { kind: "remove", row: "no" }, "missing"],
      ["removal by version of a missing row", { kind: "remove", row: "no", version: "OLD" }, "missing"],
    ])("answers %s as a conflict and changes nothing", async (_, action, found) => {
      const old = await put("r");
      await table.write(partition, [{ kind: "merge", row: "r", values: { a: 5 } }]);
      const result = await act({ ...action, ...("version" in action && { version: old }) });
      expect(result).toEqual({ written: false, action: at, found });
      expect(await table.list(partition, ALL)).toEqual([expect.objectContaining({ row: "r", values: { a: 5 } })]);
    });

    test("is done when its version is that of the row", async () => {
      await act({ kind: "merge", row: "r", values: { a: 2 }, version: await put("r") });
      const { version = "" } = (await table.get(partition, "r")) ?? {};
      await table.write(partition, [
        { kind: "remove", row: "r", version },
        { kind: "upsert", row: "t", values: {} },
      ]);
      expect(await keys()).toEqual(alone ? ["t"] : ["other", "t"]);
    });
  });

  test("counts equal content as written, though another write came first", async () => {
    await put("r", { a: 1 });
    const again = await table.write(partition, [{ kind: "insert", row: "r", values: { a: 1 } }]);
    expect(again).toEqual({ written: true, versions: [(await table.get(partition, "r"))?.version] });
  });

  test("writes 100 rows in one transaction and no more", async () => {
    const inserts = Array.from({ length: 101 }, (_, index) => ({
      kind: "insert" as const,
      row: String(index).padStart(3, "0"),
      values: { index },
    }));
    await expect(table.write(partition, inserts)).rejects.toThrow(RangeError);
    const result = await table.write(partition, inserts.slice(1));
    expect(result.written && result.versions.every((version) => version !== "")).toBe(true);
    expect(await keys()).toHaveLength(100);
  });

  test("lists a range of row keys in their order, the first of them, or those that meet a condition", async () => {
    const rows = ["a", "b.1", "b.2", "b-", "b00", "c"];
    await table.write(
      partition,
      rows.map((row, index) => ({ kind: "insert", row, values: { row, even: index % 2 === 0, long: "x" } })),
    );
    const list = async (options?: Parameters<Table["list"]>[2]): Promise<string[]> =>
      (await table.list(partition, { from: "b.", before: "b/" }, options)).map(({ row }) => row);
    expect(await list()).toEqual(["b.1", "b.2"]);
    expect(await list({ top: 2 })).toEqual(["b.1", "b.2"]);
    expect(await list({ where: { property: "even", equals: true } })).toEqual(["b.2"]);
    expect(await list({ where: { property: "row", atMost: "b.2" } })).toEqual(["b.1", "b.2"]);
    expect(await list({ where: { property: "row", equals: "it's" } })).toEqual([]);
    expect(await list({ where: { property: "none", atMost: "z" } })).toEqual([]);
    const [first] = await table.list(partition, ALL, { top: 1, select: ["even"] });
    expect(first).toEqual({ row: "a", version: expect.any(String), values: { even: true } });
  });

  describe("when an answer is lost", () => {
    const loss = ["loseNextAnswer", "loseNextAnswerForGood"] as const;

    test.each(loss)("a write that was done counts as written (%s)", async (lose) => {
      const version = await put("r");
      store[lose]();
      const result = await table.write(partition, [{ kind: "replace", row: "r", values: { a: 2 }, version }]);
      expect(result).toEqual({ written: true, versions: [(await table.get(partition, "r"))?.version] });
    });

    test.each(loss)("a transaction that was done counts as written, removals included (%s)", async (lose) => {
      const version = await put("r");
      store[lose]();
      const result = await table.write(partition, [
        { kind: "remove", row: "r", version },
        { kind: "insert", row: "s", values: { a: 1 } },
        { kind: "upsert", row: "t", values: { b: 1 } },
      ]);
      expect(result.written).toBe(true);
      expect(await keys()).toEqual(["s", "t"]);
    });

    test.each(loss)("a lone removal that was done counts as written (%s)", async (lose) => {
      const version = await put("r");
      store[lose]();
      expect((await table.write(partition, [{ kind: "remove", row: "r", version }])).written).toBe(true);
    });

    test.each(loss)("a conflict is still told (%s)", async (lose) => {
      const version = await put("r");
      await table.write(partition, [{ kind: "merge", row: "r", values: { a: 5 } }]);
      store[lose]();
      const result = await table.write(partition, [
        { kind: "insert", row: "s", values: {} },
        { kind: "replace", row: "r", values: { a: 2 }, version },
      ]);
      expect(result).toEqual({ written: false, action: 1, found: "moved" });
    });

    test("a write that was not done is no conflict: the store is unavailable", async () => {
      const version = await put("r");
      store.loseNextWrite();
      await expect(
        table.write(partition, [{ kind: "replace", row: "r", values: { a: 2 }, version }]),
      ).rejects.toMatchObject({ code: "storage-unavailable", target: "Deliveries" });
      expect((await table.get(partition, "r"))?.values).toEqual({ a: 1 });
    });
  });
});
