import { type Eligibility, type IneligibleReason, type MeasureDefinition } from "./measure";

/**
 * Whether a measure is one value over all customers (reference/customer-insights-api.md 3.2 T4). A definition that does not
 * name its kind is judged by the rest of it; one that is not there at all is of unknown kind.
 */
export function isBusinessMeasure(definition: MeasureDefinition | undefined): Eligibility {
  if (!definition) return no("unknown-kind");
  const { kind, isProfile } = definition;
  if (isProfile || kind === "attribute") return no("profile-measure");
  if (kind !== undefined && kind !== "entity") return no("unknown-kind");
  return isScalar(definition);
}

function isScalar({ isScalar: scalar, type, isManualQueryScalar, dimensionCount }: MeasureDefinition): Eligibility {
  if (scalar || (type === "manual" && isManualQueryScalar)) return { ok: true };
  if (dimensionCount > 0) return no("has-dimensions");
  // A query written by hand has no dimensions to list, whatever it groups by: its own word counts.
  return type === "manual" && isManualQueryScalar === false ? no("no-single-value") : { ok: true };
}

function no(reason: IneligibleReason): Eligibility {
  return { ok: false, reason };
}
