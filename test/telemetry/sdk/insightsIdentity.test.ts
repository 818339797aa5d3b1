import { ManagedIdentityCredential } from "@azure/identity";
import { insightsOptions } from "../../../shared/telemetry/sdk/startTelemetry";

jest.mock("@azure/identity", () => ({ ManagedIdentityCredential: jest.fn() }));

const SETTINGS = { connectionString: "InstrumentationKey=x", otlp: false, metricsEveryMs: 60_000, serviceName: "test" };

test.each([
  ["an identity of its own", { clientId: "5f1e" }, [{ clientId: "5f1e" }]],
  ["the app's identity", {}, []],
])("a token of %s is asked for when something is sent, not before", async (_, identity, given) => {
  const getToken = jest.fn().mockResolvedValue({ token: "token", expiresOnTimestamp: 0 });
  jest.mocked(ManagedIdentityCredential).mockImplementation(() => ({ getToken }) as never);
  const options = insightsOptions({ ...SETTINGS, identity });
  expect(ManagedIdentityCredential).not.toHaveBeenCalled();
  if (!options || !("credential" in options)) throw new Error("there is no credential");
  await options.credential.getToken("scope");
  await options.credential.getToken("scope");
  expect(jest.mocked(ManagedIdentityCredential).mock.calls).toEqual([given]);
  expect(getToken.mock.calls).toEqual([
    ["scope", undefined],
    ["scope", undefined],
  ]);
});

test("without an identity the key in the connection string is enough, and without a connection string nothing is sent", () => {
  expect(insightsOptions(SETTINGS)).toEqual({ connectionString: "InstrumentationKey=x", disableOfflineStorage: true });
  expect(insightsOptions({ otlp: true, metricsEveryMs: 60_000, serviceName: "test" })).toBeUndefined();
});
