import { ALL_RULES } from "./rules/allRules";
import { type ConnectorPackage, type Rule } from "./rule";

export interface Broken {
  readonly rule: Rule;
  readonly findings: readonly string[];
}

/** The rules that the package breaks, in their order. */
export function checkPackage(connector: ConnectorPackage): readonly Broken[] {
  const checked = ALL_RULES.map((rule) => ({ rule, findings: rule.find(connector) }));
  return checked.filter(({ findings }) => findings.length > 0);
}
