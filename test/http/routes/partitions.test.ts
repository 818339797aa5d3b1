import * as fc from "fast-check";
import { createSealer } from "../../../shared/access/sealer";
import { answerAnyone } from "../../../shared/http/answerAnyone";
import { type DataPorts } from "../../../shared/data/ports";
import { createPartitionMemory } from "../../../shared/data/partitions/findPartitions";
import { type HttpPorts } from "../../../shared/http/ports";
import { type Route } from "../../../shared/http/route";
import { LIST_PARTITIONS_ROUTE, READ_PARTITION_ROUTE } from "../../../shared/http/routes/partitions";
import { CREATE_ITEM_ROUTE, UPDATE_ITEM_ROUTE } from "../../../shared/http/routes/writes";
import { aCaller } from "../../builders/aCaller";
import { INSTANCE_ID } from "../../builders/anEvent";
import { unseen } from "../../builders/unseen";
import { type SimulatedSource, withSimulatedSource } from "../../source/withSimulatedSource";
import { aContext, aHttpRequest } from "../aHttpRequest";
import { type PartitionApi, withPartitionApi } from "../partitions/aPartitionApi";

const BASE = "https://triggers.example/api";
const sealer = createSealer([{ keyId: "k1", key: Buffer.alloc(32, 1) }]);
const ID = "0".repeat(32);

const FILES = Array.from({ length: 101 }, (_, index) => ({
  partitionId: String(index).padStart(32, "0"),
  uri: "https://files.example/x",
  headers: {},
}));

async function* fileOfThree(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from("1\n".repeat(3)));
}

/** A source that has every entity, each with more files than a page, and takes every item. */
const SOURCE: Pick<DataPorts, "getEntity" | "getInstance" | "createItem" | "updateItem"> = {
  getEntity: async (_instanceId, name) => ({
    ok: true,
    value: { name, displayName: name, kind: "profile", isIngested: false, attributes: [{ name: "A" }], key: ["A"] },
    unusable: [],
  }),
  getInstance: async (instanceId) => ({ ok: true, value: { instanceId }, unusable: [] }),
  createItem: async () => ({ ok: true, status: 201 }),
  updateItem: async () => ({ ok: true, status: 204 }),
};

const DEPS: typeof SOURCE & Pick<HttpPorts, "partitions" | "links"> = {
  ...SOURCE,
  links: { publicBaseUrl: BASE, sealer },
  partitions: {
    ...SOURCE,
    listPartitionFiles: async () => ({ ok: true, value: FILES, unusable: [] }),
    openPartitionFile: async () => ({
      outcome: "opened",
      partition: { chunks: fileOfThree(), close: () => undefined },
    }),
    partitionMemory: createPartitionMemory(),
    now: () => new Date(),
  },
};

const ROUTES: readonly Route<typeof DEPS>[] = [
  LIST_PARTITIONS_ROUTE,
  READ_PARTITION_ROUTE,
  CREATE_ITEM_ROUTE,
  UPDATE_ITEM_ROUTE,
];

const aText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    ..."||.|..|/|%2F|%00|*|0|-1|1e3|999999999|NaN|null|__proto__|constructor|k1.|k1.AAAA|{}|[]".split("|"),
  ),
);
const oftenRight = (right: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, aText);
const aCase = fc.record({
  instanceId: oftenRight(INSTANCE_ID),
  entity: oftenRight("Customer"),
  partitionId: oftenRight(ID),
  itemId: oftenRight("1"),
  query: fc.dictionary(
    fc.oneof(fc.constantFrom("$top", "$skiptoken", "$filter", "validUntil", "code"), aText),
    fc.oneof(
      aText,
      fc.constantFrom("1", "2", "5000", "2026-11-20T09:00:00Z", sealer.seal("{}"), sealer.seal("https://x")),
    ),
    { maxKeys: 3 },
  ),
  ifMatch: fc.constantFrom(undefined, "*", '"1"', "x"),
  body: fc.oneof(fc.json(), aText, fc.constant('{"A":1}'), fc.constant(`${"[".repeat(5_000)}${"]".repeat(5_000)}`)),
});

test("whatever a caller sends, it is answered, never with a 500 and never at length", async () => {
  let links = 0;
  await fc.assert(
    fc.asyncProperty(aCase, async ({ instanceId, entity, partitionId, itemId, query, ifMatch, body }) => {
      const headers = { "content-type": "application/json", ...(ifMatch !== undefined && { "if-match": ifMatch }) };
      const given = { params: { instanceId, entity, partitionId, itemId }, query, headers, json: body };
      for (const { handle } of ROUTES) {
        const request = aHttpRequest(given);
        const { status, jsonBody } = await answerAnyone(request, aContext().context, unseen, () =>
          handle(request, aCaller(), DEPS),
        );
        expect([200, 201, 204, 400, 404, 413]).toContain(status);
        expect(JSON.stringify(jsonBody ?? "").length).toBeLessThan(20_000);
        const link = (jsonBody as Record<string, unknown> | undefined)?.["@odata.nextLink"];
        if (link !== undefined) links += 1;
        const origin = typeof link === "string" ? new URL(link).origin : "https://triggers.example";
        expect(origin).toBe("https://triggers.example");
      }
    }),
    { numRuns: 1_500 },
  );
  expect(links).toBeGreaterThan(100);
});

interface Scene extends SimulatedSource, PartitionApi {
  /** The path of an entity's first partition. */
  readonly first: (entity: string) => Promise<string>;
}

function withPartitions(use: (scene: Scene) => Promise<void>, options: { timeoutMs?: number } = {}): Promise<void> {
  return withSimulatedSource((simulated) =>
    withPartitionApi(
      simulated.source,
      (api) => {
        const path = (entity: string): string => `${simulated.instanceId}/entities/${entity}/partitions`;
        const first = async (entity: string): Promise<string> => {
          const { body } = await api.get(path(entity));
          return `${path(entity)}/${String(body.value?.[0]?.["partitionId"])}`;
        };
        return use({ ...simulated, ...api, first });
      },
      options,
    ),
  );
}

test("an entity's partitions are listed by opaque ids, a page at a time, always the same", () =>
  withPartitions(async ({ get, followAll, instanceId }) => {
    const list = `${instanceId}/entities/Customer/partitions`;
    const { status, body } = await get(list);
    expect(status).toBe(200);
    expect(body.value).toHaveLength(2);
    for (const item of body.value ?? []) expect(item).toEqual({ partitionId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(await followAll(`${list}?$top=1`)).toEqual(body.value);
  }));

test.each([
  ["by byte ranges", true],
  ["by passing over what was read", false],
])("the pages of all partitions, %s, are every row of the entity once, with columns and types", (_, fileRanges) =>
  withPartitions(async ({ followAll, control, instanceId, source }) => {
    await control("POST", "scene", { fileRanges });
    const path = `${instanceId}/entities/Customer/partitions`;
    const rows: unknown[] = [];
    for (const { partitionId } of await followAll(path)) {
      rows.push(...(await followAll(`${path}/${String(partitionId)}?$top=17`)));
    }
    expect(rows).toHaveLength(300);
    expect(new Set(rows.map((row) => (row as { CustomerId: string }).CustomerId)).size).toBe(300);
    const entity = await source.getEntity(instanceId, "Customer");
    const names = entity.ok ? entity.value.attributes.map(({ name }) => name) : [];
    expect(rows.map((row) => Object.keys(row as object))).toEqual(rows.map(() => names));
    expect(rows[0]).toMatchObject({ LoyaltyPoints: expect.any(Number), IsSubscribed: expect.any(Boolean) });
  }),
);

test("fields with quotes and commas are as they were", () =>
  withPartitions(async ({ followAll, first }) => {
    const comments = (await followAll(`${await first("Surveys_Responses")}?$top=100`)).map((row) => row["Comment"]);
    expect(comments).toContain('It said "gift wrapped"');
    expect(comments).toContain("Quick, friendly service");
  }));

test("the header row of a segment's file is no member", () =>
  withPartitions(async ({ followAll, first }) => {
    const members = await followAll(`${await first("ChurnRisk")}?$top=10`);
    expect(members.length).toBeGreaterThan(10);
    for (const member of members) expect(member).toEqual({ CustomerId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  }));

test("an entity without rows has no partitions", () =>
  withPartitions(async ({ get, instanceId }) => {
    const { body } = await get(`${instanceId}/entities/Partners_PartnerContacts/partitions`);
    expect(body).toEqual({ value: [] });
  }));

test("pages within a minute cost the source nothing beyond the first", () =>
  withPartitions(async ({ followAll, first, control }) => {
    const path = await first("Customer");
    await control("DELETE", "calls");
    const rows = await followAll(`${path}?$top=10`);
    expect(await control("GET", "calls")).toMatchObject({ calls: { "partition-file": rows.length / 10 } });
    expect(JSON.stringify(await control("GET", "calls"))).not.toMatch(/Get-/);
  }));

const UNKNOWN = "0".repeat(32);

test.each([
  ["another instance", "00000000-0000-4000-8000-000000000000/entities/Customer/partitions", "UnknownInstance"],
  ["another entity", "{instance}/entities/Nothing/partitions", "UnknownEntity"],
  ["another entity's partition", `{instance}/entities/Nothing/partitions/${UNKNOWN}`, "UnknownEntity"],
  ["another partition", `{instance}/entities/Customer/partitions/${UNKNOWN}`, "UnknownPartition"],
  ["what can be no id", "{instance}/entities/Customer/partitions/http%3A%2F%2F127.0.0.1", "UnknownPartition"],
])("%s is unknown", (_, address, code) =>
  withPartitions(async ({ get, instanceId }) => {
    const { status, body } = await get(address.replace("{instance}", instanceId));
    expect([status, body.error?.code]).toEqual([404, code]);
  }),
);

test.each([
  ["$top=0", "$top"],
  ["$top=5001", "$top"],
  ["$top=ten", "$top"],
  ["$skiptoken=bytes", "$skiptoken"],
  ["$filter=CustomerId%20eq%20%27x%27", "$filter"],
  ["$select=CustomerId", "$select"],
  ["$skip=10", "$skip"],
])("the query %s is refused by name", (query, target) =>
  withPartitions(async ({ get, first }) => {
    const { status, body } = await get(`${await first("Customer")}?${query}`);
    expect([status, body.error?.code, body.error?.target]).toEqual([400, "InvalidRequest", target]);
  }),
);

test("a cursor in one partition is none in another, and a changed one is none at all", () =>
  withPartitions(async ({ get, instanceId, followAll }) => {
    const path = `${instanceId}/entities/Customer/partitions`;
    const [one, other] = (await followAll(path)).map(({ partitionId }) => `${path}/${String(partitionId)}`);
    const { body } = await get(`${one}?$top=10`);
    const token = new URL(body["@odata.nextLink"] ?? "").searchParams.get("$skiptoken") ?? "";
    for (const address of [`${other}?$skiptoken=${token}`, `${one}?$skiptoken=${token.slice(0, -2)}`]) {
      expect((await get(address)).body.error).toMatchObject({ code: "InvalidRequest", target: "$skiptoken" });
    }
    expect((await get(`${one}?$skiptoken=${token}&$top=3`)).body.value).toHaveLength(3);
  }));

test.each([
  [{ kind: "429", retryAfterSeconds: 7 }, [503, "SourceUnavailable", "7"]],
  [{ kind: "503", retryAfterSeconds: 7 }, [503, "SourceUnavailable", "7"]],
  [{ kind: "500" }, [502, "SourceFailed"]],
  [{ kind: "403" }, [502, "SourceFailed"]],
  [{ kind: "truncated" }, [502, "SourceAnswerInvalid"]],
  [{ kind: "reset" }, [502, "SourceFailed"]],
  [{ kind: "hang" }, [504, "SourceTimedOut"]],
] as [object, [number, string, string?]][])(
  "storage with the fault %j is answered %j",
  (fault, [wanted, code, retryAfter]) =>
    withPartitions(
      async ({ get, first, control }) => {
        const path = await first("Customer");
        await control("POST", "faults", [{ ...fault, operation: "partition-file" }]);
        const { status, body, headers } = await get(path);
        expect([status, body.error?.code]).toEqual([wanted, code]);
        expect(headers["retry-after"]).toBe(retryAfter);
      },
      { timeoutMs: 300 },
    ),
);

test.each([
  [{ kind: "429", retryAfterSeconds: 7 }, 503],
  [{ kind: "malformed" }, 502],
  [{ kind: "empty" }, 502],
])("a source with the fault %j is answered %i", (fault, wanted) =>
  withPartitions(async ({ get, instanceId, control }) => {
    await control("POST", "faults", [{ ...fault, operation: "Get-entities-with-OData-path" }]);
    expect((await get(`${instanceId}/entities/Customer/partitions`)).status).toBe(wanted);
  }),
);

test("an address that lets nobody in any more is asked for anew, once", () =>
  withPartitions(async ({ get, first, control }) => {
    const path = await first("Customer");
    await control("POST", "faults", [{ kind: "403", operation: "partition-file", times: 1 }]);
    expect((await get(path)).status).toBe(200);
  }));

test("no answer and no log line has an address of the storage or its signature", () =>
  withPartitions(async ({ get, first, instanceId, lines, source, control }) => {
    const files = await source.listPartitionFiles(instanceId, "Customer");
    const secrets = (files.ok ? files.value : []).flatMap(({ uri }) => {
      const { pathname, searchParams } = new URL(uri);
      return [pathname, searchParams.get("sig") ?? ""];
    });
    expect(secrets).toHaveLength(4);
    const path = await first("Customer");
    const answers = [await get(`${instanceId}/entities/Customer/partitions`), await get(`${path}?$top=1`)];
    for (const kind of ["403", "500", "truncated"]) {
      await control("POST", "faults", [{ kind, operation: "partition-file", times: 2 }]);
      answers.push(await get(path));
    }
    const told = JSON.stringify([answers, lines]);
    for (const secret of secrets) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(Buffer.from(secret).toString("base64url"));
    }
  }));
