import { type Finding } from "../workflow/model";

/** The `ciError` and `ciErrors` of a task or node; `ciError` is the first that is an error. */
export function describeErrors(findings: readonly Finding[]) {
  const all = findings.map((finding) => ({
    exceptionCulprit: finding.culprit,
    errorCode: finding.code,
    resultSeverity: finding.severity,
    message: finding.message,
    name: finding.name,
    params: {},
    ciResults: [],
  }));
  return { ciError: all.find(({ resultSeverity }) => resultSeverity === "error") ?? null, ciErrors: all };
}
