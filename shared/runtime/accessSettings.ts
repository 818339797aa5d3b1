/**
 * Settings of access: API keys, Entra tenants, grants of instances (docs/guides/set-up-access.md), and our own keys,
 * which encrypt callback URLs and sign callbacks (docs/guides/rotate-keys.md).
 */
import { createHash } from "node:crypto";
import {
  type AccessSettings,
  type ApiKey,
  type EntraSettings,
  type InstanceGrant,
  type Permission,
  ROLES,
  type Role,
} from "../access/caller";
import { type EncryptionKey } from "../access/sealer";
import { defined } from "../model/defined";
import { UUID, isUuid } from "../model/text";
import { type SettingReader } from "./settingReader";

/** Reads which callers are let in, and which instances they may use. */
export function readAccessSettings(settings: SettingReader): AccessSettings {
  const entra = readEntraSettings(settings);
  return {
    apiKeys: settings.items("API_KEYS", [], API_KEYS),
    ...defined({ entra }),
    grants: settings.items("ALLOWED_INSTANCES", [], GRANTS),
  };
}

const DEFAULT_PERMISSIONS = [
  "Data.Read:read",
  "Data.Write:write",
  "Triggers.Subscribe:subscribe",
  "Triggers.Operate:operate",
];

/** Reads which Entra tokens are accepted; undefined when no tenant is set and so no token is. */
function readEntraSettings(settings: SettingReader): EntraSettings | undefined {
  const tenants = settings.list("ENTRA_TENANTS", []).map((tenant) => tenant.toLowerCase());
  const audiences = settings.list("ENTRA_AUDIENCES", []);
  const authority = readAuthority(settings);
  const permissions = settings.items("ENTRA_PERMISSIONS", DEFAULT_PERMISSIONS, PERMISSIONS);
  // `common` and similar words are not tenants: they would let in the tokens of every tenant.
  if (!tenants.every((tenant) => isUuid(tenant)))
    settings.wrong("ENTRA_TENANTS", "must be a list of tenant ids (uuids)");
  if (tenants.length > 0 && audiences.length === 0)
    settings.wrong("ENTRA_AUDIENCES", "is missing beside ENTRA_TENANTS");
  if (tenants.length === 0 && audiences.length > 0)
    settings.wrong("ENTRA_TENANTS", "is missing beside ENTRA_AUDIENCES");
  return tenants.length === 0 ? undefined : { tenants, audiences, authority, permissions };
}

const PUBLIC_CLOUD = "https://login.microsoftonline.com";

/** The host that publishes the keys that prove tokens. Over http, anybody on the way could replace the keys. */
function readAuthority(settings: SettingReader): string {
  const authority = settings.url("ENTRA_AUTHORITY", PUBLIC_CLOUD);
  if (/^http:\/\/(?!localhost[:/]|127\.0\.0\.1[:/])/i.test(`${authority}/`)) {
    settings.wrong("ENTRA_AUTHORITY", "must begin with https://");
  }
  return authority;
}

const PERMISSIONS = { form: `name:role, role one of ${ROLES.join(", ")}`, parse: parsePermission };

function parsePermission(item: string): Permission | undefined {
  const at = item.lastIndexOf(":");
  const name = item.slice(0, Math.max(at, 0));
  const role = ROLES.find((each) => each === item.slice(at + 1));
  return role && name !== "" ? { name, role } : undefined;
}

const API_KEY = /^(?<name>[\w-]{1,64}):(?<hash>[0-9a-f]{64})(?::(?<roles>[a-z+]+))?$/i;

/** The roles of a key that names none: they suffice for a flow and its drop-downs. */
const COMMON_ROLES: readonly Role[] = ["read", "subscribe"];

const API_KEYS = { form: `name:SHA-256 in hex:roles, roles of ${ROLES.join("+")}`, parse: parseApiKey };

function parseApiKey(item: string): ApiKey | undefined {
  const { name, hash, roles } = API_KEY.exec(item)?.groups ?? {};
  const named = roles?.toLowerCase().split("+") ?? COMMON_ROLES;
  if (name === undefined || hash === undefined || !named.every((role) => isRole(role))) return undefined;
  return { name, digest: Buffer.from(hash, "hex"), roles: ROLES.filter((role) => named.includes(role)) };
}

function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

const GRANT = new RegExp(
  `^(?<to>key:[\\w-]{1,64}|(?:tenant|group):${UUID.source})=(?<instances>all|${UUID.source}(?:\\+${UUID.source})*)$`,
  "i",
);

const GRANTS = { form: "key:name=, tenant:id= or group:id=, each with ids+ids or all", parse: parseGrant };

/** The names of keys are case-sensitive, ids are not. */
function parseGrant(item: string): InstanceGrant | undefined {
  const { to, instances } = GRANT.exec(item)?.groups ?? {};
  if (to === undefined || instances === undefined) return undefined;
  const ids = instances.toLowerCase();
  return { to: to.startsWith("key:") ? to : to.toLowerCase(), instances: ids === "all" ? "all" : ids.split("+") };
}

/** A key that protects nothing. It is used with the storage emulator only, whose account key is public too. */
const DEVELOPMENT_KEY: EncryptionKey = {
  keyId: "development",
  key: createHash("sha256").update("customer-insights-triggers development storage").digest(),
};

/**
 * `ENCRYPTION_KEYS`: `name:base64 of 32 bytes`, comma-separated, the newest first. Required outside the storage
 * emulator.
 */
export function readEncryptionKeys(settings: SettingReader, isEmulator: boolean): [EncryptionKey, ...EncryptionKey[]] {
  const [first, ...rest] = settings.items("ENCRYPTION_KEYS", [], ENCRYPTION_KEYS);
  if (first && new Set([first, ...rest].map(({ keyId }) => keyId)).size <= rest.length) {
    settings.wrong("ENCRYPTION_KEYS", "must not hold a name twice: what one of them sealed the other cannot open");
  }
  if (first) return [first, ...rest];
  if (!isEmulator && settings.list("ENCRYPTION_KEYS", []).length === 0)
    settings.wrong("ENCRYPTION_KEYS", "is missing: give name:base64 of 32 random bytes");
  return [DEVELOPMENT_KEY];
}

const KEY_BYTES = 32;

const KEY_ID = /^[\w-]{1,32}$/;

const ENCRYPTION_KEYS = {
  form: `name:base64, each of ${KEY_BYTES} bytes in standard base64 with padding`,
  parse: parseEncryptionKey,
};

function parseEncryptionKey(item: string): EncryptionKey | undefined {
  const at = item.indexOf(":");
  const keyId = item.slice(0, Math.max(at, 0));
  const key = parseBase64(item.slice(at + 1));
  return KEY_ID.test(keyId) && key?.length === KEY_BYTES ? { keyId, key } : undefined;
}

/**
 * The bytes of a text in the one spelling that RFC 4648 section 4 gives them: standard alphabet, padding, no bits left
 * over. Node also decodes other spellings, and skips what it does not know, so that a mistyped key would be another
 * key.
 */
function parseBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/**
 * `WEBHOOK_SIGNING_KEYS`: Standard Webhooks secrets, `whsec_` + base64 of 24 to 64 bytes, comma-separated; may be
 * absent.
 */
export function readSigningKeys(settings: SettingReader): readonly Buffer[] {
  return settings.items("WEBHOOK_SIGNING_KEYS", [], SIGNING_KEYS);
}

/** What the verifiers of Standard Webhooks refuse, such as base64url or a key without padding, is refused here. */
const SIGNING_KEYS = {
  form: "whsec_ and base64, each of 24 to 64 bytes in standard base64 with padding",
  parse: parseSigningKey,
};

function parseSigningKey(item: string): Buffer | undefined {
  const key = parseBase64(item.replace(/^whsec_/, ""));
  return key && key.length >= 24 && key.length <= 64 ? key : undefined;
}
