import { createHash } from "node:crypto";
import { type AccessSettings, type Caller, type Identified, type Role } from "../../shared/access/caller";
import { identifyCaller, readCredentials } from "../../shared/access/identifyCaller";
import { type VerifyDeps } from "../../shared/access/verifyToken";
import {
  type Claims,
  type Entra,
  type SigningPair,
  TENANT,
  makePair,
  sign,
  someClaims,
  startEntra,
} from "./entraStandIn";
import { processorTime } from "../run/processorTime";

describe("identifyCaller", () => {
  const NOW = new Date("2026-11-20T10:00:00Z");
  const [OLD_KEY, NEW_KEY, VENDOR_KEY] = ["old", "new", "vendor"].map((name) => name.padEnd(43, "-")) as [
    string,
    string,
    string,
  ];
  const [A, B] = ["a", "b"].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [string, string];
  const GROUP = "99999999-9999-4999-8999-999999999999";

  const apiKey = (name: string, key: string, roles: Role[]): AccessSettings["apiKeys"][number] => ({
    name,
    digest: createHash("sha256").update(key).digest(),
    roles,
  });

  let pair: SigningPair;
  let entra: Entra;
  beforeAll(async () => {
    pair = await makePair("k1");
    entra = await startEntra([pair]);
  });
  afterAll(() => entra.stop());

  const settings = (grants: AccessSettings["grants"] = []): AccessSettings => ({
    apiKeys: [
      apiKey("flows", NEW_KEY, ["read", "subscribe"]),
      apiKey("flows", OLD_KEY, ["read", "subscribe"]),
      apiKey("vendor", VENDOR_KEY, ["read"]),
    ],
    entra: entra.settings,
    grants,
  });

  function identify(
    credentials: Parameters<ReturnType<typeof identifyCaller>>[0],
    using = settings(),
  ): Promise<Identified> {
    const deps: VerifyDeps = {
      findSigningKey: () => Promise.resolve({ outcome: "found", key: pair.jwk as never }),
      now: () => NOW,
    };
    return identifyCaller(using, deps)(credentials);
  }

  async function callerOf(credentials: string | Claims, using?: AccessSettings): Promise<Caller> {
    const identified = await (typeof credentials === "string"
      ? identify({ kind: "api-key", apiKey: credentials }, using)
      : identify({ kind: "token", token: await sign(someClaims(entra, NOW, credentials), pair) }, using));
    if (identified.outcome !== "known") throw new Error(JSON.stringify(identified));
    return identified.caller;
  }

  test("an old and a new key of one name are the same connection, another name is another", async () => {
    const [older, newer, vendor] = await Promise.all([OLD_KEY, NEW_KEY, VENDOR_KEY].map((key) => callerOf(key)));
    expect(older).toEqual({
      connection: expect.stringMatching(/^[0-9a-f]{32}$/),
      roles: ["read", "subscribe"],
      instances: "all",
    });
    expect(newer).toEqual(older);
    expect(vendor?.roles).toEqual(["read"]);
    expect(vendor?.connection).not.toBe(older?.connection);
  });

  test.each([`${OLD_KEY} `, OLD_KEY.toUpperCase(), OLD_KEY.slice(0, -1), "x".repeat(43)])(
    "%j is no key",
    async (key) => {
      expect(await identify({ kind: "api-key", apiKey: key })).toEqual({ outcome: "refused", reason: "unknown-key" });
    },
  );

  test("a deployment without any way in refuses every credential", async () => {
    const closed = { apiKeys: [], grants: [] };
    const token = await sign(someClaims(entra, NOW), pair);
    expect(await identify({ kind: "token", token }, closed)).toMatchObject({ outcome: "refused" });
    expect(await identify({ kind: "api-key", apiKey: OLD_KEY }, closed)).toMatchObject({ outcome: "refused" });
  });

  test("a principal is one connection over versions, clients and audiences; another user, or the same key name, is not", async () => {
    const version1 = { iss: `https://sts.windows.net/${TENANT}/`, azp: undefined, appid: "other", sub: "other" };
    const one = await callerOf({});
    expect((await callerOf(version1)).connection).toBe(one.connection);
    expect((await callerOf({ oid: TENANT })).connection).not.toBe(one.connection);
    expect((await callerOf({ tid: TENANT.toUpperCase() })).connection).toBe(one.connection);
  });

  test.each<[string, Claims, Role[]]>([
    ["scopes", { scp: "Data.Read Triggers.Subscribe" }, ["read", "subscribe"]],
    ["scopes of another kind", { scp: "User.Read openid" }, []],
    ["an empty scope", { scp: "" }, []],
    ["app roles of a client", { scp: undefined, roles: ["Data.Read", "Triggers.Operate"] }, ["read", "operate"]],
    ["no app roles", { scp: undefined }, []],
    ["scopes beside a user's app roles", { scp: "Data.Read", roles: ["Triggers.Subscribe"] }, ["read"]],
    ["a scope to operate alone, to which any user can consent", { scp: "Triggers.Operate" }, []],
    [
      "an app role to operate that the client was not consented",
      { scp: "Data.Read", roles: ["Triggers.Operate"] },
      ["read"],
    ],
    ["a scope and an app role to operate", { scp: "Triggers.Operate", roles: ["Triggers.Operate"] }, ["operate"]],
    ["a role in other letters", { scp: "data.read" }, []],
  ])("%s: what a token allows", async (_, claims, roles) => {
    expect((await callerOf(claims)).roles).toEqual(roles);
  });

  test.each<[string, string | Claims, Caller["instances"]]>([
    ["a key that is named", OLD_KEY, [A]],
    ["a key that is not named", VENDOR_KEY, []],
    ["a member of a group", { groups: [GROUP] }, [B]],
    ["somebody in no group", { groups: [] }, []],
    ["somebody whose groups are too many for a token", { _claim_names: { groups: "src1" } }, []],
  ])("once instances are granted: those of %s", async (_, credentials, instances) => {
    const grants = [
      { to: "key:flows", instances: [A] },
      { to: `group:${GROUP}`, instances: [B] },
    ];
    expect((await callerOf(credentials, settings(grants))).instances).toEqual(instances);
  });

  test("grants to a caller's tenant and groups add up", async () => {
    const grants = [
      { to: `tenant:${TENANT}`, instances: [A] },
      { to: `group:${GROUP}`, instances: [A, B] },
    ];
    expect((await callerOf({ groups: [GROUP] }, settings(grants))).instances).toEqual([A, B]);
    expect((await callerOf({}, settings([...grants, { to: `tenant:${TENANT}`, instances: "all" }]))).instances).toBe(
      "all",
    );
  });
});

const KEY = "k".repeat(43);

test.each<[string, Record<string, string>, object]>([
  ["a token", { authorization: "Bearer a.b.c" }, { kind: "token", token: "a.b.c" }],
  ["a token in other letters", { authorization: "bEARER   a.b.c " }, { kind: "token", token: "a.b.c" }],
  ["a key", { "x-api-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["a key in place of a function key", { "x-functions-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["an empty key and a key", { "x-api-key": "", "x-functions-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["a token beside a key", { authorization: "Bearer a.b.c", "x-api-key": KEY }, { kind: "token", token: "a.b.c" }],
  ["a key beside another scheme", { authorization: "Basic eDp5", "x-api-key": KEY }, { kind: "api-key", apiKey: KEY }],
  ["nothing", {}, { kind: "none", reason: "no-credentials" }],
  ["an empty key", { "x-api-key": "" }, { kind: "none", reason: "no-credentials" }],
  ["another scheme", { authorization: "Basic eDp5" }, { kind: "none", reason: "no-credentials" }],
  ["no token", { authorization: "Bearer" }, { kind: "none", reason: "malformed" }],
  ["no token beside a key", { authorization: "Bearer ", "x-api-key": KEY }, { kind: "none", reason: "malformed" }],
  ["two tokens", { authorization: "Bearer a.b.c, Bearer a.b.c" }, { kind: "none", reason: "malformed" }],
  ["an encrypted token", { authorization: "Bearer a.b.c.d.e" }, { kind: "none", reason: "malformed" }],
  ["a key that could be guessed", { "x-api-key": "k".repeat(31) }, { kind: "none", reason: "malformed" }],
  ["a key without end", { "x-api-key": "k".repeat(257) }, { kind: "none", reason: "too-long" }],
  ["a giant token", { authorization: `Bearer a.${"b".repeat(16_384)}.c` }, { kind: "none", reason: "too-long" }],
])("headers with %s", (_, headers, expected) => {
  expect(readCredentials(new Headers(headers))).toEqual(expected);
});

test("hostile headers take no time", () => {
  const hostile = [`Bearer ${" ".repeat(16_000)}x`, `Bearer ${"a.".repeat(8_000)}`, "a".repeat(5_000_000)];
  const takenMs = processorTime(() => {
    for (const authorization of hostile) readCredentials(new Headers({ authorization }));
  });
  expect(takenMs).toBeLessThan(500);
});
