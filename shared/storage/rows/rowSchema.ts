import { TRIGGERS } from "../../model/event";

export const TEXT = { type: "string" };
/** Finite: JSON has no other. */
export const NUMBER = { type: "number" };
export const COUNT = { type: "integer", minimum: 0 };
export const TRUTH = { type: "boolean" };
export const INSTANT = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{7}Z$" };
export const TRIGGER = { enum: TRIGGERS };

type Properties = Readonly<Record<string, object>>;

/** The schema of a stored row or of JSON within one. Properties it does not name are let through: a newer version's. */
export function rowSchema(required: Properties, optional: Properties = {}): object {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } };
}
