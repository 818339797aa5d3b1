import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FieldProblem, guard } from "../../shared/validation/guard";

const FILE = join(__dirname, "../../shared/http/statusReport.schema.json");
const { $schema: _draft, ...schema } = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, unknown>;
const check = guard<unknown>(schema);

/** The places where an answer, as it is sent, is not as its published schema says; empty when it is. */
export function statusReportProblems(answer: unknown): readonly FieldProblem[] {
  const checked = check(JSON.parse(JSON.stringify(answer)));
  return checked.ok ? [] : checked.problems;
}
