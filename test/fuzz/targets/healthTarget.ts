import { HttpRequest, InvocationContext } from "@azure/functions";
import { createHash } from "node:crypto";
import { serve } from "../../../shared/http/route";
import { CHECK_HEALTH_ROUTE } from "../../../shared/http/routes/health";
import { toInstant } from "../../../shared/model/instant";
import { NO_TRACE } from "../../../shared/model/log";
import { type HealthReport } from "../../../shared/operations/checkHealth";
import { openAccess } from "../../../shared/runtime/joinServices";
import { readConfig } from "../../../shared/runtime/readConfig";
import { type Chance } from "../../faults/schedules/chance";
import { NOW } from "../fuzzFailure";
import { NO_LIMIT } from "../fuzzWorld";
import { anyText, mutateText } from "../hostile";
import { checkAnswer } from "../http/checkAnswer";
import { type FuzzTarget, must } from "../target";

const KEY = "k".repeat(43);
const { access } = readConfig({
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
  API_KEYS: `flows:${createHash("sha256").update(KEY).digest("hex")}:operate`,
});
const ACCESS = openAccess(access, { now: () => NOW, log: () => undefined });
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  "x-api-key": [KEY, ""],
  "x-functions-key": [KEY, ""],
  authorization: ["Bearer aGVhZA.Ym9keQ.c2lnbg", "Bearer ", "Basic eDp5"],
};
const HEALTHY: HealthReport = {
  status: "healthy",
  storage: "ok",
  queues: "ok",
  timers: "ok",
  polls: "ok",
  source: "ok",
  checkedAt: toInstant(NOW),
};
const SERVICES = {
  ...ACCESS,
  ...NO_TRACE,
  callLimit: NO_LIMIT,
  log: () => undefined,
  health: () => Promise.resolve(HEALTHY),
};
const { handler } = serve(CHECK_HEALTH_ROUTE, () => SERVICES);

/** Headers without the characters that none can have. */
function someHeaders(chance: Chance): Record<string, string> {
  const given = Object.entries(HEADERS).filter(() => chance.hit(0.5));
  return Object.fromEntries(
    given.map(([name, values]) => {
      const good = chance.pick(values);
      const text = chance.hit(0.4) ? good : chance.hit(0.7) ? mutateText(chance, good) : anyText(chance);
      return [name, text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "")];
    }),
  );
}

/** The route is open to all; only a caller with the right key gets more than yes or no. */
export const HEALTH_TARGET: FuzzTarget = {
  name: "http checkHealth",
  makeCase: (chance) => {
    const headers = someHeaders(chance);
    return {
      input: headers,
      run: async () => {
        const request = new HttpRequest({ method: "GET", url: "https://triggers.example/api/health", headers });
        const context = new InvocationContext({ functionName: "checkHealth", logHandler: () => undefined });
        const answered = await handler(request, context);
        checkAnswer(answered, CHECK_HEALTH_ROUTE.answers, []);
        const isDetailed = "storage" in (answered.jsonBody as object);
        const hasKey = Object.values(headers).some((value) => value.trim() === KEY);
        must(!isDetailed || hasKey, "an unknown caller learns more than yes or no");
      },
    };
  },
};
