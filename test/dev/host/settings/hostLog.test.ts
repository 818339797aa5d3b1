import { type LogEntry, createHostLog } from "../../../../dev/host/settings/hostLog";

const levels = {
  default: "Warning",
  Function: "Error",
  "Function.polls": "Debug",
  "Function.polls.User": "None",
};

test.each([
  ["the host's own", "information", {}, 0],
  ["the host's own", "warning", {}, 1],
  ["any function's", "warning", { functionName: "sweep" }, 0],
  ["this function's", "debug", { functionName: "polls" }, 1],
  ["this function's own log", "critical", { functionName: "polls", category: "user" }, 0],
] as const)("%s lines of level %s are filtered by the longest category", (_name, level, subject, expected) => {
  const written: LogEntry[] = [];
  createHostLog((entry) => written.push(entry), levels)(level, "text", subject);
  expect(written).toHaveLength(expected);
});

test("without levels, Information and above is written", () => {
  const written: LogEntry[] = [];
  const log = createHostLog((entry) => written.push(entry), {});
  log("debug", "a");
  log("information", "b", { functionName: "f", category: "user" });
  expect(written).toEqual([{ level: "information", category: "user", functionName: "f", message: "b" }]);
});
