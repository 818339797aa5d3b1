import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../../shared/runtime/readConfig";
import { EMULATOR } from "./someSettings";

/** Names that the Functions host and App Service set, not people. */
const NOT_OURS = ["AZURE_FUNCTIONS_ENVIRONMENT", "WEBSITE_HOSTNAME", "WEBSITE_INSTANCE_ID"];

test.each(namesRead())("%s is in the guide of settings", (name) => {
  const guide = readFileSync(join(__dirname, "../../docs/guides/settings.md"), "utf8");
  expect(guide).toContain(`\`${name}\``);
});

test.each(namesRead())("%s is in the list of what is read where", (name) => {
  const source = readFileSync(join(__dirname, "../../shared/runtime/readConfig.ts"), "utf8");
  const [list = ""] = source.split("*/", 1);
  expect(list.split(/[\s,;]+/)).toContain(name);
});

/** The names that are read for a deployment that signs in to CI with a secret and accepts tokens: it reads all of them. */
function namesRead(): string[] {
  const env = { ...EMULATOR, CI_CLIENT_SECRET: "x", CI_TENANT_ID: "x", CI_CLIENT_ID: "x" };
  const names = new Set<string>();
  readConfig(new Proxy(env, { get: (from, name: string) => (names.add(name), Reflect.get(from, name) as string) }));
  return [...names].filter((name) => !name.includes("__") && !NOT_OURS.includes(name));
}
