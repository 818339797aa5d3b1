import { type WorkflowStatus, isTerminal } from "../../shared/model/workflow";

test.each<[WorkflowStatus, boolean]>([
  ["queued", false],
  ["needsupdate", false],
  ["running", false],
  ["unknown", false],
  ["failed", true],
  ["timedout", true],
  ["aborted", true],
  ["deleted", true],
  ["successful", true],
  ["skipped", true],
])("a run that is %s has ended: %s", (status, expected) => {
  expect(isTerminal(status)).toBe(expected);
});
