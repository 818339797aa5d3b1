import { readConfig } from "../../shared/runtime/readConfig";
import { describeConfig } from "../../shared/runtime/describeConfig";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED } from "./someSettings";

const INSIGHTS =
  "InstrumentationKey=0f0f0f0f-1111-4222-8333-444444444444;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/";

test("without a destination there is no telemetry", () => {
  expect(readConfig(DEPLOYED).telemetry).toBeUndefined();
});

test("either destination is enough, and both may be had", () => {
  const defaults = { metricsEveryMs: 60_000, serviceName: "customer-insights-triggers" };
  const insights = { APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS };
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" };
  expect(readConfig({ ...DEPLOYED, ...insights }).telemetry).toEqual({
    ...defaults,
    connectionString: INSIGHTS,
    otlp: false,
  });
  expect(readConfig({ ...DEPLOYED, ...collector }).telemetry).toEqual({ ...defaults, otlp: true });
  const both = { ...insights, ...collector, WEBSITE_SITE_NAME: "contoso", OTEL_METRIC_EXPORT_INTERVAL: "5000" };
  expect(readConfig({ ...DEPLOYED, ...both }).telemetry).toEqual({
    connectionString: INSIGHTS,
    otlp: true,
    metricsEveryMs: 5_000,
    serviceName: "contoso",
  });
});

test.each([
  ["APPLICATIONINSIGHTS_CONNECTION_STRING", "canary-connection"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "canary:4318"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:canary@collector"],
])("a wrong %s is refused by its name, not its value", (name, value) => {
  const { message } = codedErrorOf(() => readConfig({ ...DEPLOYED, [name]: value }));
  expect(message).toContain(name);
  expect(message).not.toContain("canary");
});

test("the summary tells only whether there is a connection string", () => {
  const told = describeConfig(readConfig({ ...DEPLOYED, APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS }));
  expect(told["telemetry"]).toEqual({ insights: true, otlp: false });
  expect(JSON.stringify(told)).not.toContain("0f0f0f0f");
});
