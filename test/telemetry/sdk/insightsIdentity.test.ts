import { insightsOptions } from "../../../shared/telemetry/sdk/startTelemetry";

const CONNECTION = { connectionString: "InstrumentationKey=x", disableOfflineStorage: true };
const SETTINGS = { connectionString: "InstrumentationKey=x", otlp: false, metricsEveryMs: 60_000, serviceName: "test" };

test("with a credential the exporters sign in to Application Insights, without one the key is enough", () => {
  const credential = { getToken: () => Promise.resolve(null) };
  expect(insightsOptions(SETTINGS, credential)).toEqual({ ...CONNECTION, credential });
  expect(insightsOptions(SETTINGS)).toEqual(CONNECTION);
});

test("without a connection string nothing is sent there", () => {
  expect(insightsOptions({ otlp: true, metricsEveryMs: 60_000, serviceName: "test" })).toBeUndefined();
});
