import { type AccessSettings, type ApiKey, type InstanceGrant } from "../access/accessSettings";
import { ROLES, type Role } from "../access/caller";
import { readEntraSettings } from "./readEntraSettings";
import { type SettingReader } from "./readSetting";

const API_KEY = /^(?<name>[\w-]{1,64}):(?<hash>[0-9a-f]{64})(?::(?<roles>[a-z+]+))?$/i;
/** Of a key that names none: what a flow and its drop-downs need. */
const COMMON_ROLES: readonly Role[] = ["read", "subscribe"];

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const GRANT = new RegExp(
  `^(?<to>key:[\\w-]{1,64}|(?:tenant|group):${UUID})=(?<instances>all|${UUID}(?:\\+${UUID})*)$`,
  "i",
);

/** Who may call, and which instances they may use (docs/guides/set-up-access.md). */
export function readAccessSettings(settings: SettingReader): AccessSettings {
  const entra = readEntraSettings(settings);
  return {
    apiKeys: settings.list("API_KEYS", []).flatMap((item) => parseApiKey(item, settings)),
    ...(entra ? { entra } : {}),
    grants: settings.list("ALLOWED_INSTANCES", []).flatMap((item) => parseGrant(item, settings)),
  };
}

function parseApiKey(item: string, settings: SettingReader): ApiKey[] {
  const { name, hash, roles } = API_KEY.exec(item)?.groups ?? {};
  const named = roles?.toLowerCase().split("+") ?? COMMON_ROLES;
  if (name === undefined || hash === undefined || !named.every((role) => isRole(role))) {
    settings.wrong("API_KEYS", `must be a list of name:SHA-256 in hex:roles, roles of ${ROLES.join("+")}`);
    return [];
  }
  return [{ name, digest: Buffer.from(hash, "hex"), roles: ROLES.filter((role) => named.includes(role)) }];
}

/** Names of keys have a case, ids have none. */
function parseGrant(item: string, settings: SettingReader): InstanceGrant[] {
  const { to, instances } = GRANT.exec(item)?.groups ?? {};
  if (to === undefined || instances === undefined) {
    settings.wrong(
      "ALLOWED_INSTANCES",
      "must be a list of key:name=, tenant:id= or group:id=, each with ids+ids or all",
    );
    return [];
  }
  const ids = instances.toLowerCase();
  return [{ to: to.startsWith("key:") ? to : to.toLowerCase(), instances: ids === "all" ? "all" : ids.split("+") }];
}

function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
