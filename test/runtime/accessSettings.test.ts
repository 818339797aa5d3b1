import * as fc from "fast-check";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { type AccessSettings } from "../../shared/access/caller";
import { createSealer } from "../../shared/access/sealer";
import { readAccessSettings } from "../../shared/runtime/accessSettings";
import { readConfig } from "../../shared/runtime/readConfig";
import { createSettingReader } from "../../shared/runtime/settingReader";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED, EMULATOR } from "./someSettings";

const HASH = "ab".repeat(32);
const [TENANT, GROUP, A, B] = ["1", "2", "a", "b"].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
  string,
];

function read(env: Record<string, string>): AccessSettings & { problems: string[] } {
  const problems: string[] = [];
  return { ...readAccessSettings(createSettingReader(env, problems)), problems };
}

test("nothing set lets nobody in, and is not wrong", () => {
  expect(read({})).toEqual({ apiKeys: [], grants: [], problems: [] });
});

test("keys have a name, a hash and roles; a name may come twice", () => {
  const { apiKeys, problems } = read({ API_KEYS: `flows:${HASH},flows:${HASH.toUpperCase()}:operate+Read` });
  expect(apiKeys).toEqual([
    { name: "flows", digest: Buffer.alloc(32, 0xab), roles: ["read", "subscribe"] },
    { name: "flows", digest: Buffer.alloc(32, 0xab), roles: ["read", "operate"] },
  ]);
  expect(problems).toEqual([]);
});

test("tenants and audiences are enough for tokens", () => {
  const { entra } = read({ ENTRA_TENANTS: TENANT.toUpperCase(), ENTRA_AUDIENCES: "api://ours,https://ours.example/" });
  expect(entra).toEqual({
    tenants: [TENANT],
    audiences: ["api://ours", "https://ours.example/"],
    authority: "https://login.microsoftonline.com",
    permissions: [
      { name: "Data.Read", role: "read" },
      { name: "Data.Write", role: "write" },
      { name: "Triggers.Subscribe", role: "subscribe" },
      { name: "Triggers.Operate", role: "operate" },
    ],
  });
});

test("one permission may allow several things", () => {
  const ENTRA_PERMISSIONS = "user_impersonation:read,user_impersonation:subscribe,https://x/y:z:operate";
  expect(read({ ENTRA_TENANTS: TENANT, ENTRA_AUDIENCES: "a", ENTRA_PERMISSIONS }).entra?.permissions).toEqual([
    { name: "user_impersonation", role: "read" },
    { name: "user_impersonation", role: "subscribe" },
    { name: "https://x/y:z", role: "operate" },
  ]);
});

test("instances are granted to keys, tenants and groups", () => {
  const ALLOWED_INSTANCES = `key:Flows=${A}+${B.toUpperCase()},tenant:${TENANT.toUpperCase()}=all,GROUP:${GROUP}=${A}`;
  expect(read({ ALLOWED_INSTANCES })).toMatchObject({
    grants: [
      { to: "key:Flows", instances: [A, B] },
      { to: `tenant:${TENANT}`, instances: "all" },
      { to: `group:${GROUP}`, instances: [A] },
    ],
    problems: [],
  });
});

test.each<[string, Record<string, string>, string]>([
  ["a key in clear", { API_KEYS: "flows:canary-canary-canary-canary-canary" }, "API_KEYS must"],
  ["a key without a name", { API_KEYS: `:${HASH}` }, "API_KEYS must"],
  ["an unknown role", { API_KEYS: `flows:${HASH}:read+canary` }, "API_KEYS must"],
  ["no role", { API_KEYS: `flows:${HASH}:` }, "API_KEYS must"],
  ["a tenant that means all tenants", { ENTRA_TENANTS: "common", ENTRA_AUDIENCES: "a" }, "ENTRA_TENANTS must"],
  ["no audience", { ENTRA_TENANTS: TENANT }, "ENTRA_AUDIENCES is missing"],
  ["no tenant", { ENTRA_AUDIENCES: "a" }, "ENTRA_TENANTS is missing"],
  ["a permission without a role", { ENTRA_PERMISSIONS: "Data.Read" }, "ENTRA_PERMISSIONS must"],
  ["an authority over http", { ENTRA_AUTHORITY: "http://login.example" }, "ENTRA_AUTHORITY must begin"],
  ["an authority that looks local", { ENTRA_AUTHORITY: "http://localhost.evil.example" }, "ENTRA_AUTHORITY must begin"],
  ["an instance that is none", { ALLOWED_INSTANCES: "key:flows=canary" }, "ALLOWED_INSTANCES must"],
  ["a grant to nobody", { ALLOWED_INSTANCES: `=${A}` }, "ALLOWED_INSTANCES must"],
  ["a grant of nothing", { ALLOWED_INSTANCES: "key:flows=" }, "ALLOWED_INSTANCES must"],
])("%s is wrong and named", (_, env, problem) => {
  const { problems } = read(env);
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems.join()).not.toContain("canary");
});

test.each(["http://localhost:8080", "http://127.0.0.1", "https://login.microsoftonline.us/"])(
  "the authority %s is taken",
  (ENTRA_AUTHORITY) => {
    const { entra, problems } = read({ ENTRA_TENANTS: TENANT, ENTRA_AUDIENCES: "a", ENTRA_AUTHORITY });
    expect(problems).toEqual([]);
    expect(entra?.authority).toBe(ENTRA_AUTHORITY.replace(/\/$/, ""));
  },
);

function aSecret(bytes: number): string {
  return randomBytes(bytes).toString("base64");
}

test("encryption keys are read in order: the first seals, all open", () => {
  const [old, fresh] = [aSecret(32), aSecret(32)];
  const { encryptionKeys } = readConfig({ ...DEPLOYED, ENCRYPTION_KEYS: ` new:${fresh} , old:${old} ` });
  expect(encryptionKeys.map(({ keyId, key }) => [keyId, key.toString("base64")])).toEqual([
    ["new", fresh],
    ["old", old],
  ]);
  const before = createSealer(readConfig({ ...DEPLOYED, ENCRYPTION_KEYS: `old:${old}` }).encryptionKeys).seal("text");
  expect(createSealer(encryptionKeys).open(before)).toBe("text");
});

test("on the emulator a key that is set is taken", () => {
  expect(readConfig({ ...EMULATOR, ENCRYPTION_KEYS: `mine:${aSecret(32)}` }).encryptionKeys).toMatchObject([
    { keyId: "mine" },
  ]);
});

test("the emulator's key is the same in every process, so that a restart opens what was sealed", () => {
  const sealed = createSealer(readConfig(EMULATOR).encryptionKeys).seal("text");
  expect(createSealer(readConfig(EMULATOR).encryptionKeys).open(sealed)).toBe("text");
});

test.each([24, 32, 64])("signing secrets of %i bytes are read, with and without their prefix", (bytes) => {
  const [one, other] = [aSecret(bytes), aSecret(bytes)];
  const { signingKeys } = readConfig({ ...DEPLOYED, WEBHOOK_SIGNING_KEYS: `whsec_${one},${other}` });
  expect(signingKeys.map((key) => key.toString("base64"))).toEqual([one, other]);
});

/** Spellings of the same bytes that Node decodes, and a verifier of Standard Webhooks does not. */
const MISSPELLED: readonly [string, (base64: string) => string][] = [
  ["base64url", (base64) => base64.replaceAll("+", "-").replaceAll("/", "_")],
  ["without padding", (base64) => base64.replace(/=+$/, "")],
  ["with too much padding", (base64) => `${base64}=`],
  ["with a space inside", (base64) => `${base64.slice(0, 8)} ${base64.slice(8)}`],
  ["with a line break inside", (base64) => `${base64.slice(0, 8)}\n${base64.slice(8)}`],
  ["with a strange character", (base64) => `${base64.slice(0, 8)}*${base64.slice(8)}`],
  ["in quotation marks", (base64) => `"${base64}"`],
  ["cut off", (base64) => base64.slice(0, -2)],
  ["with bits left over", (base64) => base64.replace(/.=$/, "9=")],
];

/** 32 bytes whose base64 has both characters that base64url spells otherwise, and padding. */
const CANARY = Buffer.from("fb".repeat(16) + "ff".repeat(16), "hex").toString("base64");

describe.each([
  ["ENCRYPTION_KEYS", "k1:", "k2:"],
  ["WEBHOOK_SIGNING_KEYS", "whsec_", ""],
])("%s", (name, first, second) => {
  const good = `${first}${Buffer.alloc(32, 1).toString("base64")}`;

  test.each(MISSPELLED)("refuses a key %s by its position and not by its value", (_, misspell) => {
    const { message } = codedErrorOf(() => readConfig({ ...DEPLOYED, [name]: `${good},${second}${misspell(CANARY)}` }));
    expect(message).toMatch(new RegExp(`^Wrong settings: ${name} must be a list of [^;]*; item 2 is not$`));
    expect(message).not.toContain(CANARY.slice(0, 8));
  });

  test("takes the same key in proper base64", () => {
    expect(() => readConfig({ ...DEPLOYED, [name]: `${good},${second}${CANARY}` })).not.toThrow();
  });

  test("names every wrong item of a list", () => {
    const { message } = codedErrorOf(() => readConfig({ ...DEPLOYED, [name]: `x,${good},y,z` }));
    expect(message).toMatch(/; items 1, 3 and 4 are not$/);
  });
});

test("a signing secret that a verifier of Standard Webhooks refuses is refused", () => {
  const anySecret = fc.oneof(
    fc.string({
      unit: fc.constantFrom("A", "a", "0", "+", "/", "-", "_", "=", " ", "*"),
      minLength: 30,
      maxLength: 90,
    }),
    fc
      .tuple(fc.uint8Array({ minLength: 24, maxLength: 64 }), fc.constantFrom(...MISSPELLED))
      .map(([bytes, [, misspell]]) => misspell(Buffer.from(bytes).toString("base64"))),
  );
  fc.assert(
    fc.property(anySecret, fc.constantFrom("", "whsec_"), (secret, prefix) => {
      const text = prefix + secret.trim();
      expect(isTaken(text) && !isVerifiable(text)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

function isTaken(secret: string): boolean {
  return succeeds(() => readConfig({ ...DEPLOYED, WEBHOOK_SIGNING_KEYS: secret }));
}

function isVerifiable(secret: string): boolean {
  return succeeds(() => new Webhook(secret));
}

function succeeds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

test.each(["API_KEYS", "ALLOWED_INSTANCES", "ENTRA_PERMISSIONS"])("%s names what is wrong by its position", (name) => {
  expect(read({ [name]: "canary, canary" }).problems).toEqual([expect.stringMatching(/; items 1 and 2 are not$/)]);
});
