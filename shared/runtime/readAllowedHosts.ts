import { type SettingReader } from "./readSetting";

const NAME = "CALLBACK_ALLOWED_HOSTS";

/** Callback hosts of Power Automate and Logic Apps, public cloud (reference/connector-rules.md 7). */
const FLOW_HOSTS = [".api.powerplatform.com", ".logic.azure.com"];

/** Two labels at least: a whole top-level domain is nobody's. */
const SUFFIX = /^(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?){2,}$/;

/**
 * `CALLBACK_ALLOWED_HOSTS`: suffixes with a leading dot, or, for development, whole names, which may be on this machine and are
 * called by http and on any port too. Those are refused where anybody else could make use of them: everywhere but with the storage emulator
 * or in the Functions host's development environment, and always on App Service, which sets `WEBSITE_INSTANCE_ID`.
 */
export function readAllowedHosts(settings: SettingReader, isEmulator: boolean): readonly string[] {
  const hosts = settings.list(NAME, FLOW_HOSTS).map((host) => host.toLowerCase());
  const [suffixes, names] = [
    hosts.filter((host) => host.startsWith(".")),
    hosts.filter((host) => !host.startsWith(".")),
  ];
  if (!suffixes.every((suffix) => SUFFIX.test(suffix)))
    settings.wrong(NAME, "must hold suffixes of at least two labels, such as .logic.azure.com");
  if (!names.every(isHostName)) settings.wrong(NAME, "must hold host names without scheme, port or path");
  const isDevelopment = isEmulator || settings.text("AZURE_FUNCTIONS_ENVIRONMENT") === "Development";
  if (names.length > 0 && (!isDevelopment || settings.text("WEBSITE_INSTANCE_ID") !== undefined))
    settings.wrong(NAME, "must hold only suffixes with a leading dot: whole names are for development");
  return hosts;
}

function isHostName(name: string): boolean {
  return /^[a-z\d.[\]:-]+$/.test(name) && URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name;
}
