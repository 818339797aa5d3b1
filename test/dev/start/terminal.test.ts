import { type LogMessage } from "../../../dev/child/messages";
import { createPaint, renderLog } from "../../../dev/start/terminal";

const plain = createPaint(false, {});
const aLog = (log: Partial<LogMessage>): LogMessage => ({
  type: "log",
  level: "information",
  category: "user",
  message: "",
  ...log,
});
const render = (line: object, verbose = false): string | undefined =>
  renderLog(aLog({ message: JSON.stringify(line) }), { verbose, paint: plain });

test.each([
  [
    { name: "subscription.created", trigger: "full-refresh-completed", instanceId: "i1", subscription: "s1" },
    "subscribed   full-refresh-completed for instance i1 as s1",
  ],
  [
    { name: "subscription.created", trigger: "t", instanceId: "i1", resource: "d1", subscription: "s1", superseded: 2 },
    "subscribed   t for d1 in instance i1 as s1",
  ],
  [{ name: "subscription.deleted", outcome: "deleted", subscription: "s1" }, "unsubscribed s1"],
  [{ name: "subscription.deleted", outcome: "unknown" }, "unsubscribed an unknown one"],
  [{ name: "event.detected", trigger: "t", eventId: "e1", subject: "node:x" }, "event        t of node:x, e1"],
  [{ name: "event.dispatched", eventId: "e1", subscriptions: 1 }, "dispatched   e1 to 1 subscription"],
  [
    { name: "event.dispatched", eventId: "e1", outcome: "overtaken", subscriptions: 3 },
    "dispatched   e1 to 3 subscriptions (overtaken)",
  ],
  [{ name: "event.dispatched", eventId: "e1", outcome: "stale" }, "dispatched   e1 to none (stale)"],
  [
    { name: "delivery.attempted", eventId: "e1", subscription: "s1", attempt: 1, outcome: "delivered", status: 202 },
    "delivered    e1 to s1, attempt 1: 202",
  ],
  [
    {
      name: "delivery.attempted",
      eventId: "e1",
      subscription: "s1",
      attempt: 2,
      outcome: "retrying",
      error: "timed-out",
      nextAttemptAt: "2026-01-01T00:00:00Z",
    },
    "retrying     e1 to s1, attempt 2: timed-out, next at 2026-01-01T00:00:00Z",
  ],
  [
    {
      name: "delivery.attempted",
      eventId: "e1",
      subscription: "s1",
      attempt: 1,
      outcome: "dead",
      status: 400,
      errorCode: "WorkflowTriggerIsNotEnabled",
      cause: "flow-off",
    },
    "dead         e1 to s1, attempt 1: 400 WorkflowTriggerIsNotEnabled flow-off",
  ],
  [
    { name: "poll.completed", instanceId: "i1", outcome: "source-failed", failure: { kind: "throttled" } },
    'poll         source-failed at instance i1: {"kind":"throttled"}',
  ],
  [{ name: "event.detected", subject: 7, more: { a: [1] } }, "event        ? of 7, ?"],
])("%j is shown as %s", (line, expected) => {
  expect(render(line)).toBe(expected);
});

test.each([
  [{ name: "poll.completed", outcome: "ok" }],
  [{ name: "poll.completed", outcome: "unwatched" }],
  [{ name: "request.answered", status: 200 }],
  [{ name: "constructor" }],
])("%j is shown with --verbose only", (line) => {
  expect(render(line)).toBeUndefined();
  expect(render(line, true)).toBe(`information  ${JSON.stringify(line)}`);
});

test.each(["hello", "{", "123", "null", '{"no":"name"}', ""])("the app's text %j is shown as it is", (message) => {
  expect(renderLog(aLog({ message }), { verbose: false, paint: plain })).toBe(message);
});

test.each([
  ["warning", "system", "f", "warning      f: m"],
  ["error", "system", undefined, "error        m"],
  ["critical", "user", undefined, "critical     m"],
  ["information", "system", "f", undefined],
] as const)("a line of level %s and category %s", (level, category, functionName, expected) => {
  const log = aLog({ level, category, message: "m", ...(functionName && { functionName }) });
  expect(renderLog(log, { verbose: false, paint: plain })).toBe(expected);
});

test("trouble with a name that is not shown otherwise is shown", () => {
  const message = JSON.stringify({ name: "request.answered", status: 500 });
  expect(renderLog(aLog({ level: "error", message }), { verbose: false, paint: plain })).toBe(
    `error        ${message}`,
  );
});

test("colours are for terminals, and not with NO_COLOR", () => {
  expect(createPaint(true, {})("red", "x")).toBe("\u001B[31mx\u001B[39m");
  expect(createPaint(true, { NO_COLOR: "1" })("red", "x")).toBe("x");
  expect(createPaint(false, {})("red", "x")).toBe("x");
});
