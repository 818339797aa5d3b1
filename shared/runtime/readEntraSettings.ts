import { type EntraSettings, type Permission } from "../access/accessSettings";
import { ROLES } from "../access/caller";
import { type SettingReader } from "./readSetting";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PUBLIC_CLOUD = "https://login.microsoftonline.com";
const DEFAULT_PERMISSIONS = [
  "Data.Read:read",
  "Data.Write:write",
  "Triggers.Subscribe:subscribe",
  "Triggers.Operate:operate",
];

/** Whose Entra tokens count; undefined where no tenant is set: then none do. */
export function readEntraSettings(settings: SettingReader): EntraSettings | undefined {
  const tenants = settings.list("ENTRA_TENANTS", []).map((tenant) => tenant.toLowerCase());
  const audiences = settings.list("ENTRA_AUDIENCES", []);
  const authority = readAuthority(settings);
  const permissions = settings.list("ENTRA_PERMISSIONS", DEFAULT_PERMISSIONS).flatMap((item) => parse(item, settings));
  // `common` and the like are not tenants: they would let everybody's tokens in.
  if (!tenants.every((tenant) => UUID.test(tenant)))
    settings.wrong("ENTRA_TENANTS", "must be a list of tenant ids (uuids)");
  if (tenants.length > 0 && audiences.length === 0)
    settings.wrong("ENTRA_AUDIENCES", "is missing beside ENTRA_TENANTS");
  if (tenants.length === 0 && audiences.length > 0)
    settings.wrong("ENTRA_TENANTS", "is missing beside ENTRA_AUDIENCES");
  return tenants.length === 0 ? undefined : { tenants, audiences, authority, permissions };
}

/** The keys that prove every token come from there: over http anybody between could send their own. */
function readAuthority(settings: SettingReader): string {
  const authority = settings.url("ENTRA_AUTHORITY", PUBLIC_CLOUD);
  if (/^http:\/\/(?!localhost[:/]|127\.0\.0\.1[:/])/i.test(`${authority}/`)) {
    settings.wrong("ENTRA_AUTHORITY", "must begin with https://");
  }
  return authority;
}

function parse(item: string, settings: SettingReader): Permission[] {
  const at = item.lastIndexOf(":");
  const name = item.slice(0, Math.max(at, 0));
  const role = ROLES.find((each) => each === item.slice(at + 1));
  if (role && name !== "") return [{ name, role }];
  settings.wrong("ENTRA_PERMISSIONS", `must be a list of name:role, role one of ${ROLES.join(", ")}`);
  return [];
}
