import { shorten } from "../model/shorten";
import { type RunProblem } from "../model/workflow";
import { type ReportedProblem } from "./report";

const LONGEST_CODE = 100;
const LONGEST_MESSAGE = 300;

/** The first error of what has run, else the first of its warnings. */
export function findProblem(runs: readonly { readonly problems: readonly RunProblem[] }[]): {
  readonly problem?: ReportedProblem;
} {
  const problems = runs.flatMap((run) => run.problems);
  const found = problems.find(({ severity }) => severity === "error") ?? problems[0];
  return found ? { problem: toReported(found) } : {};
}

function toReported({ severity, code, message }: RunProblem): ReportedProblem {
  return {
    severity: shorten(severity, LONGEST_CODE),
    ...(code === undefined ? {} : { code: shorten(code, LONGEST_CODE) }),
    ...(message === undefined ? {} : { message: shorten(message, LONGEST_MESSAGE) }),
  };
}
