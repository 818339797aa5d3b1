import * as fc from "fast-check";
import { decideVerdict } from "../../shared/delivery/decideVerdict";
import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryDelay";
import { type Answer, type DeathCause, type Verdict } from "../../shared/model/delivery";

const ATTEMPTS = RETRY_SCHEDULE_SECONDS.length + 1;
const ALL_STATUSES = Array.from({ length: 500 }, (_, index) => index + 100);
const STOP_CODES: readonly (readonly [string, DeathCause])[] = [
  ["WorkflowTriggerIsNotEnabled", "flow-off"],
  ["WorkflowNotFound", "flow-deleted"],
  ["WorkflowTriggerVersionNotFound", "flow-deleted"],
  ["TriggerInputSchemaMismatch", "schema-mismatch"],
];

function verdict(answer: Omit<Answer, "durationMs">, attempt = 1): Verdict {
  return decideVerdict({ durationMs: 5, ...answer }, attempt, RETRY_SCHEDULE_SECONDS, 0);
}

function life(answer: Omit<Answer, "durationMs">): { attempts: number; end: Verdict } {
  for (let attempt = 1; ; attempt += 1) {
    const end = verdict(answer, attempt);
    if (end.outcome !== "retrying") return { attempts: attempt, end };
  }
}

/** How often an answer that never changes is tried, and how it ends (reference/connector-rules.md 7). */
function expectedLife(status: number): { attempts: number; end: Verdict } {
  if (status >= 200 && status < 300) return { attempts: 1, end: { outcome: "delivered" } };
  if (status === 410) return { attempts: 1, end: { outcome: "dead", cause: "gone" } };
  if (status === 401 || status === 403) return { attempts: 3, end: { outcome: "dead", cause: "unauthorized" } };
  const isTransient = status < 200 || status >= 500 || [404, 408, 429].includes(status);
  if (isTransient) return { attempts: ATTEMPTS, end: { outcome: "dead", cause: "attempts-used-up" } };
  return { attempts: 3, end: { outcome: "dead", cause: "rejected" } };
}

test("every status from 100 to 599, answered each time, ends as the answer table says", () => {
  const lives = Object.fromEntries(ALL_STATUSES.map((status) => [status, life({ status })]));
  expect(lives).toEqual(Object.fromEntries(ALL_STATUSES.map((status) => [status, expectedLife(status)])));
});

test.each(STOP_CODES)(
  "the code %s ends a delivery at once with every refusing status, as %s, and with no other",
  (errorCode, cause) => {
    const refusing = ALL_STATUSES.filter((status) => status >= 300 && status < 500);
    const others = ALL_STATUSES.filter((status) => !refusing.includes(status));
    const dead = refusing.map((status) => verdict({ status, errorCode }));
    expect(new Set(dead.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ outcome: "dead", cause })]),
    );
    expect(others.map((status) => verdict({ status, errorCode }))).toEqual(others.map((status) => verdict({ status })));
  },
);

test.each(["workflownotfound", "WORKFLOWNOTFOUND", "workflowNotFound"])(
  "the code %s counts in any case",
  (errorCode) => {
    expect(verdict({ status: 404, errorCode })).toEqual({ outcome: "dead", cause: "flow-deleted" });
  },
);

test.each([
  "",
  "Workflow",
  "WorkflowNotFound ",
  "constructor",
  "__proto__",
  "toString",
  "DirectApiAuthorizationRequired",
])("the code %j changes nothing", (errorCode) => {
  expect(verdict({ status: 404, errorCode })).toEqual(verdict({ status: 404 }));
});

test("no code that a receiver makes up gives anything but what the status alone gives", () => {
  const known = new Set(STOP_CODES.map(([code]) => code.toLowerCase()));
  const aCode = fc.oneof(fc.string(), fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)));
  fc.assert(
    fc.property(
      fc.constantFrom(...ALL_STATUSES),
      aCode,
      fc.integer({ min: 1, max: 12 }),
      (status, errorCode, attempt) => {
        fc.pre(!known.has(errorCode.toLowerCase()));
        expect(verdict({ status, errorCode }, attempt)).toEqual(verdict({ status }, attempt));
      },
    ),
  );
});

test.each<Answer["error"] & string>(["timed-out", "unreachable", "address-refused"])(
  "a receiver that is %s is tried over the whole schedule",
  (error) => {
    expect(life({ error })).toEqual({ attempts: ATTEMPTS, end: { outcome: "dead", cause: "attempts-used-up" } });
  },
);

test.each([
  [429, 30],
  [503, 30],
  [408, 120],
  [401, 300],
  [403, 300],
  [404, 300],
  [500, 4],
  [502, 4],
  [400, 4],
  [302, 4],
])("after a first %i the next attempt comes after %i seconds at the earliest", (status, delaySeconds) => {
  expect(verdict({ status })).toEqual({ outcome: "retrying", delaySeconds });
});

test.each([
  [429, 7, 30],
  [429, 31, 31],
  [503, 86_400, 86_400],
  [500, 90_000, 86_400],
  [400, 60, 60],
])("a %i with Retry-After %i is tried again after %i seconds", (status, retryAfterSeconds, delaySeconds) => {
  expect(verdict({ status, retryAfterSeconds })).toEqual({ outcome: "retrying", delaySeconds });
});

test("Retry-After does not bring a stopped delivery back", () => {
  expect(verdict({ status: 410, retryAfterSeconds: 5 })).toEqual({ outcome: "dead", cause: "gone" });
});
