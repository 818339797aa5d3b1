import { shorten } from "../../model/shorten";
import { type RunProblem } from "../../model/workflow";
import { field } from "./field";
import { toText } from "./toText";
import { toWord } from "./toWord";

// Problems are carried in events; a whole stack trace in a message would not fit.
const MAX_MESSAGE_LENGTH = 1000;

/** The errors and warnings of a task or node: `ciError`, `ciErrors` and the results nested in them, each once. */
export function toProblems(holder: unknown): RunProblem[] {
  const results = [field(holder, "ciError"), ...toResults(field(holder, "ciErrors"))];
  const problems = new Map<string, RunProblem>();
  // The list grows while it is walked: results nest to any depth, and a recursion could run out of stack.
  for (const result of results) {
    for (const nested of toResults(field(result, "ciResults"))) results.push(nested);
    const problem = toProblem(result);
    if (problem) problems.set(JSON.stringify([problem.severity, problem.code, problem.message]), problem);
  }
  return [...problems.values()];
}

function toResults(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function toProblem(result: unknown): RunProblem | undefined {
  const severity = toWord(field(result, "resultSeverity"));
  const code = toText(field(result, "errorCode")) ?? toText(field(result, "name"));
  const message = toText(field(result, "message"));
  if (!severity && !code && !message) return undefined;
  return {
    severity: severity ?? "error",
    ...(code && { code: shorten(code, MAX_MESSAGE_LENGTH) }),
    ...(message && { message: shorten(message, MAX_MESSAGE_LENGTH) }),
  };
}
