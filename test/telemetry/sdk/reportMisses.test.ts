import { type LogLine } from "../../../shared/model/log";
import { reportMisses } from "../../../shared/telemetry/sdk/reportMisses";

type Result = { readonly code: number; readonly error?: Error };

function anExporter(results: Result[]) {
  return { export: (_: string, callback: (result: Result) => void): void => callback(results.shift() ?? { code: 0 }) };
}

function sending(results: Result[]) {
  const [lines, told]: [LogLine[], number[]] = [[], []];
  const clock = { ms: 0 };
  const exporter = reportMisses(
    (line) => void lines.push(line),
    () => clock.ms,
  )("traces", anExporter(results));
  return { lines, told, clock, send: () => exporter.export("spans", ({ code }) => void told.push(code)) };
}

test("what was sent is not told, what was not is told with the error's name and code alone", () => {
  const refused = Object.assign(new TypeError("https://user:canary@collector"), { code: "ECONNREFUSED" });
  const { lines, told, send } = sending([{ code: 0 }, { code: 1, error: refused }]);
  send();
  expect(lines).toEqual([]);
  send();
  expect(lines).toEqual([{ name: "telemetry.missed", signal: "traces", reason: "TypeError ECONNREFUSED" }]);
  expect(told).toEqual([0, 1]); // the processor is told each time
});

test("further misses are told after ten minutes", () => {
  const { lines, clock, send } = sending(Array.from({ length: 4 }, () => ({ code: 1 })));
  for (const ms of [0, 1_000, 599_999, 600_000]) {
    clock.ms = ms;
    send();
  }
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({ reason: "unknown" });
});
