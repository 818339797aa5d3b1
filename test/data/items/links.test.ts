import * as fc from "fast-check";
import { createSealer } from "../../../shared/access/sealer";
import { type ItemsCursor } from "../../../shared/data/options";
import { openCursor, sealCursor } from "../../../shared/http/routes/itemLinks";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Reads, SEALER, withReads } from "../withReads";

const QUESTION = { instanceId: INSTANCE_ID, entity: "Customer", options: { $top: "9", $filter: "City eq 'Kõln'" } };

const aCursor: fc.Arbitrary<ItemsCursor> = fc.record(
  {
    after: fc.oneof(
      fc.record({ skip: fc.nat() }),
      fc.record({ link: fc.record({ kept: fc.array(fc.string()), rest: fc.string() }) }),
    ),
    left: fc.nat(),
    walk: fc.record({ links: fc.nat(), mark: fc.string() }),
  },
  { requiredKeys: ["after"] },
);

test("a cursor that is sealed is opened as it was, for the same question only", () => {
  fc.assert(
    fc.property(aCursor, (cursor) => {
      const token = sealCursor(cursor, QUESTION, SEALER);
      expect(openCursor(token, QUESTION, SEALER)).toEqual(cursor);
      expect(openCursor(token, { ...QUESTION, entity: "CUSTOMER" }, SEALER)).toEqual(cursor);
      for (const other of [
        { ...QUESTION, entity: "Other" },
        { ...QUESTION, instanceId: "11111111-2222-3333-4444-555555555555" },
        { ...QUESTION, options: { ...QUESTION.options, $top: "10" } },
        { ...QUESTION, options: {} },
      ]) {
        expect(openCursor(token, other, SEALER)).toBeUndefined();
      }
    }),
  );
});

test("what somebody else made, changed or found elsewhere opens nothing", () => {
  const token = sealCursor({ after: { skip: 1 } }, QUESTION, SEALER);
  for (const at of token.split("").keys()) {
    const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    expect(openCursor(changed, QUESTION, SEALER)).toBeUndefined();
  }
  const other = createSealer([{ keyId: "k1", key: Buffer.alloc(32, 2) }]);
  expect(openCursor(sealCursor({ after: { skip: 1 } }, QUESTION, other), QUESTION, SEALER)).toBeUndefined();
  for (const text of ["https://prod.logic.azure.com/x", "{}", "null", '{"q":"x","s":1}']) {
    expect(openCursor(SEALER.seal(text), QUESTION, SEALER)).toBeUndefined();
  }
  fc.assert(fc.property(fc.string(), (text) => openCursor(text, QUESTION, SEALER) === undefined));
});

async function firstLink({ get, instanceId }: Reads, query: string): Promise<string> {
  const { json } = await get(`instances/${instanceId}/entities/Customer/items?${query}`);
  return (json["@odata.nextLink"] as string).split("/api/")[1] ?? "";
}

test("a link asks the same question without the caller's key, and shows nothing of the source", async () => {
  await withReads(async (reads) => {
    const link = await firstLink(reads, "$top=150&$select=City&code=canary&%24count=true");
    const query = new URLSearchParams(link.split("?")[1]);
    expect([...query.keys()]).toEqual(["$top", "$select", "$count", "$skiptoken"]);
    expect(link).not.toMatch(/canary|simulator|127\.0\.0\.1/);
    expect(link.length).toBeLessThan(600);
  });
});

test.each<[string, (link: string) => string]>([
  ["with another question", (link) => link.replace("%24top=150", "%24top=151")],
  ["with another entity", (link) => link.replace("Customer", "UnifiedActivity")],
  ["with half of its token", (link) => link.slice(0, -20)],
  ["with two tokens", (link) => `${link}&$skiptoken=x`],
  ["with a token of the source's own", (link) => link.replace(/skiptoken=.*/, "skiptoken=WzEwMCw1MF0")],
])("a link %s is 400 and names the token", async (_, change) => {
  await withReads(async (reads) => {
    const link = await firstLink(reads, "$top=150");
    const before = reads.calls.length;
    const { status, json } = await reads.get(change(link));
    expect({ status, ...json }).toMatchObject({ status: 400, error: { target: "$skiptoken" } });
    expect(reads.calls).toHaveLength(before);
  });
});
