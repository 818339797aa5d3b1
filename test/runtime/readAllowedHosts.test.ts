import { readConfig } from "../../shared/runtime/readConfig";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED, EMULATOR } from "./someSettings";

const WHOLE = { CALLBACK_ALLOWED_HOSTS: "localhost,127.0.0.1,[::1],.logic.azure.us" };
const HOSTS = ["localhost", "127.0.0.1", "[::1]", ".logic.azure.us"];

test.each([
  ["with the storage emulator", EMULATOR],
  ["in the host's development environment", { ...DEPLOYED, AZURE_FUNCTIONS_ENVIRONMENT: "Development" }],
])("whole host names are taken %s", (_, env) => {
  expect(readConfig({ ...env, ...WHOLE }).allowedHosts).toEqual(HOSTS);
});

test.each([
  ["in a deployment", DEPLOYED],
  [
    "on App Service, whatever else is set",
    { ...EMULATOR, AZURE_FUNCTIONS_ENVIRONMENT: "Development", WEBSITE_INSTANCE_ID: "1f" },
  ],
])("whole host names, which may be on this machine, are refused %s", (_, env) => {
  expect(codedErrorOf(() => readConfig({ ...env, ...WHOLE })).message).toBe(
    "Wrong settings: CALLBACK_ALLOWED_HOSTS must hold only suffixes with a leading dot: whole names are for development",
  );
});

test("without the setting no host of this machine is allowed, not even with the emulator", () => {
  expect(readConfig(EMULATOR).allowedHosts).toEqual([".api.powerplatform.com", ".logic.azure.com"]);
});

test.each([
  ".",
  ".com",
  "..logic.azure.com",
  ".logic.azure.com.",
  ".*.azure.com",
  ".-a.com",
  ".logic azure.com",
  ".1:80",
])("the suffix %s is refused", (suffix) => {
  const message = codedErrorOf(() => readConfig({ ...DEPLOYED, CALLBACK_ALLOWED_HOSTS: suffix })).message;
  expect(message).toContain("CALLBACK_ALLOWED_HOSTS must hold suffixes of at least two labels");
});

test.each(["http://localhost", "localhost:7073", "localhost/x", "0x7f.1", "127.1", "user@localhost", "a b", "*"])(
  "the whole name %s is refused",
  (name) => {
    const message = codedErrorOf(() => readConfig({ ...EMULATOR, CALLBACK_ALLOWED_HOSTS: name })).message;
    expect(message).toContain("CALLBACK_ALLOWED_HOSTS must hold host names without scheme, port or path");
  },
);
