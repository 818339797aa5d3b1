import { type Call, type Definition, type Value } from "../swagger";
import { type PlacedOperation, operationsOf } from "./operationsOf";
import { schemasOf } from "./schemasOf";

export const CALL_KINDS = [
  "x-ms-dynamic-values",
  "x-ms-dynamic-list",
  "x-ms-dynamic-schema",
  "x-ms-dynamic-properties",
] as const;

type CallKind = (typeof CALL_KINDS)[number];

/** A value that the designer makes calls for, and the operation it belongs to. */
export interface Holder {
  readonly value: Value;
  readonly at: string;
  readonly owner: PlacedOperation;
}

export interface PlacedCall extends Holder {
  readonly kind: CallKind;
  readonly call: Call;
}

export function holdersOf(definition: Definition): readonly Holder[] {
  const parameters = operationsOf(definition).flatMap((owner) =>
    owner.parameters
      .filter((each) => each.in !== "body")
      .map((value) => ({ value, at: `${owner.name} ${value.name}`, owner })),
  );
  const schemas = schemasOf(definition).flatMap(({ schema, at, owner }) =>
    owner ? [{ value: schema, at, owner }] : [],
  );
  return [...parameters, ...schemas];
}

export function callsOf(definition: Definition): readonly PlacedCall[] {
  return holdersOf(definition).flatMap((holder) =>
    CALL_KINDS.flatMap((kind) => {
      const call = holder.value[kind];
      return call ? [{ ...holder, kind, call }] : [];
    }),
  );
}
