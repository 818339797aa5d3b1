import { readConfig } from "../../shared/runtime/readConfig";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED } from "./someSettings";

test.each<[Record<string, string>, object]>([
  [{}, { kind: "default" }],
  [
    { CI_ACCESS_TOKEN: "t", CI_CLIENT_SECRET: "s", CI_CLIENT_ID: "c" },
    { kind: "token", token: "t" },
  ],
  [{ CI_CLIENT_ID: "c" }, { kind: "managed-identity", clientId: "c" }],
  [
    { CI_CLIENT_SECRET: "s", CI_CLIENT_ID: "c", CI_TENANT_ID: "t" },
    { kind: "client-secret", tenantId: "t", clientId: "c", clientSecret: "s" },
  ],
])("with %j the source is signed in to by %j", (settings, auth) => {
  expect(readConfig({ ...DEPLOYED, ...settings }).source.auth).toEqual(auth);
});

test.each([
  [
    { CI_CLIENT_SECRET: "canary" },
    "CI_TENANT_ID is missing beside CI_CLIENT_SECRET; CI_CLIENT_ID is missing beside CI_CLIENT_SECRET",
  ],
  [{ CI_CLIENT_SECRET: "canary", CI_CLIENT_ID: "c" }, "CI_TENANT_ID is missing beside CI_CLIENT_SECRET"],
  [{ CI_CLIENT_SECRET: "canary", CI_TENANT_ID: "t" }, "CI_CLIENT_ID is missing beside CI_CLIENT_SECRET"],
])("half a client secret is refused (%#)", (settings, problem) => {
  expect(codedErrorOf(() => readConfig({ ...DEPLOYED, ...settings })).message).toBe(`Wrong settings: ${problem}`);
});

test("address and subscription key are taken", () => {
  const settings = { CI_BASE_URL: "http://localhost:7072/v1/", CI_SUBSCRIPTION_KEY: "k" };
  expect(readConfig({ ...DEPLOYED, ...settings }).source).toEqual({
    baseUrl: "http://localhost:7072/v1",
    subscriptionKey: "k",
    auth: { kind: "default" },
  });
});
