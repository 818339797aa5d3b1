import { type HttpResponseInit } from "@azure/functions";
import { type Identified } from "../../../shared/access/caller";
import { answerHealth } from "../../../shared/http/routes/health";
import { CodedError } from "../../../shared/model/errors";
import { toInstant } from "../../../shared/model/instant";
import { type HealthReport } from "../../../shared/operations/checkHealth";
import { aCaller } from "../../builders/aCaller";
import { aHttpRequest } from "../aHttpRequest";

const HEALTHY: HealthReport = {
  status: "healthy",
  storage: "ok",
  queues: "ok",
  timers: "ok",
  polls: "ok",
  source: "ok",
  checkedAt: toInstant(new Date(0)),
};
const UNHEALTHY: HealthReport = {
  ...HEALTHY,
  status: "unhealthy",
  timers: "late: sweep",
  source: "unauthorized",
};

function answering(health: HealthReport, identified: Identified): Promise<HttpResponseInit> {
  const services = { health: () => Promise.resolve(health), identifyCaller: () => Promise.resolve(identified) };
  return answerHealth(aHttpRequest(), () => services, { note: () => undefined });
}

test.each<[string, Identified]>([
  ["nobody known", { outcome: "refused", reason: "no-credentials" }],
  ["a caller with a wrong token", { outcome: "refused", reason: "expired" }],
  ["a caller whose token cannot be checked", { outcome: "unavailable" }],
  ["a known caller without a role", { outcome: "known", caller: aCaller({ roles: [] }) }],
])("%s is told yes or no and nothing else", async (_, identified) => {
  expect(await answering(HEALTHY, identified)).toEqual({ status: 200, jsonBody: { status: "healthy" } });
  expect(await answering(UNHEALTHY, identified)).toEqual({ status: 503, jsonBody: { status: "unhealthy" } });
});

test("a caller with a role is told what fails", async () => {
  const known: Identified = { outcome: "known", caller: aCaller({ roles: ["read"] }) };
  expect(await answering(UNHEALTHY, known)).toEqual({ status: 503, jsonBody: { settings: "ok", ...UNHEALTHY } });
});

function wrongSettings(): never {
  throw new CodedError("invalid-settings", "Wrong settings: PUBLIC_BASE_URL is missing");
}

test("wrong settings are unhealthy, and only the log is told which", async () => {
  const notes: object[] = [];
  const response = await answerHealth(aHttpRequest(), wrongSettings, {
    note: (fields) => notes.push(fields),
  });
  expect(response).toEqual({ status: 503, jsonBody: { status: "unhealthy" } });
  expect(notes).toEqual([{ health: "unhealthy", settings: "Wrong settings: PUBLIC_BASE_URL is missing" }]);
});
