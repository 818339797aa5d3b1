import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A process of its own that loads the compiled app and answers a request, which reads its settings. */
async function load(settings: Record<string, string>): Promise<{ status: number; loaded: number }> {
  const { PATH = "" } = process.env;
  const env = { PATH, AzureWebJobsStorage: "UseDevelopmentStorage=true", ...settings };
  const { stdout } = await run(process.execPath, [join(__dirname, "loadApp.cjs")], { env });
  return JSON.parse(stdout) as { status: number; loaded: number };
}

test("without a destination nothing of OpenTelemetry is loaded", async () => {
  expect(await load({})).toEqual({ status: 401, loaded: 0 });
});

test.each([
  { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" },
  { APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}` },
])("with %j it is loaded by the first request", async (settings) => {
  const { status, loaded } = await load(settings);
  expect(status).toBe(401);
  expect(loaded).toBeGreaterThan(50);
});
