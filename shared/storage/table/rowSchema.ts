/**
 * Schemas of stored rows. A row is checked when it is read: an older or newer version of this app may have written it.
 */
import { defined } from "../../model/defined";
import { type ReceiverAnswer } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type SuspendReason } from "../../model/subscription";
import { type Checked, guard } from "../../validation/guard";

type Properties = Readonly<Record<string, object>>;

/** The schema of a stored row, or of JSON within one. It allows further properties, which a newer version may add. */
export function rowSchema(required: Properties, optional: Properties = {}): object {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } };
}

type RowGuard<T> = (value: unknown) => value is T;

/** A check of a row's values, or of JSON within them. Its schema is compiled when the first row is read. */
export function rowGuard<T>(schema: object): RowGuard<T> {
  let check: ((value: unknown) => Checked<T>) | undefined;
  return (value): value is T => {
    check ??= guard<T>(schema);
    return check(value).ok;
  };
}

export const TEXT = { type: "string" };

export const TRUTH = { type: "boolean" };

/** A finite number: JSON has no other. */
export const NUMBER = { type: "number" };

export const COUNT = { type: "integer", minimum: 0 };

export const INSTANT = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{7}Z$" };

export const TRIGGER = { enum: TRIGGERS };

const IS_REASON: Readonly<Record<SuspendReason, true>> = {
  "resource-deleted": true,
  "instance-gone": true,
  "profile-measure": true,
  "has-dimensions": true,
  "no-single-value": true,
  "unknown-kind": true,
};

/** Every reason; the type of `IS_REASON` makes sure that none is missing. */
export const SUSPEND_REASONS = Object.keys(IS_REASON);

/** The columns that keep a receiver's last answer. */
export const ANSWER_COLUMNS = {
  status: COUNT,
  errorCode: TEXT,
  error: { enum: ["timed-out", "unreachable", "address-refused"] },
};

type LastAnswer = Pick<ReceiverAnswer, "status" | "errorCode" | "error">;

/** The last answer in a row that has `ANSWER_COLUMNS`. */
export function toLastAnswer({ status, errorCode, error }: LastAnswer): LastAnswer {
  return defined({ status, errorCode, error });
}
