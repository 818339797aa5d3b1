import { defined } from "../../../shared/model/defined";
import { type Definition } from "../swagger";
import { inputsOf } from "../walk/inputsOf";
import { operationsOf } from "../walk/operationsOf";
import { schemasOf } from "../walk/schemasOf";

/** One thing that flows may rely on. */
export interface Part {
  readonly type: string;
  /** Of an input. */
  readonly required?: boolean;
  /** Of an input: the values it may have; absent: any of its type. */
  readonly allowed?: readonly unknown[];
}

/** All that flows may rely on, by where it is: operations, inputs, what is answered and notified. */
export function shapeOf(definition: Definition): ReadonlyMap<string, Part> {
  const operations = operationsOf(definition).map(
    ({ method, path, operation, name }) =>
      [`operation ${name}`, { type: `${method} ${path} ${operation["x-ms-trigger"] ?? ""}` }] as const,
  );
  const inputs = inputsOf(definition).map(({ at, value, required }) => {
    const { type = "", format = "", enum: allowed } = value;
    return [`input ${at}`, { type: `${type} ${format}`, required, ...defined({ allowed }) }] as const;
  });
  const outputs = schemasOf(definition)
    .filter(({ role }) => role !== "input")
    .map(({ schema: { type = "", format = "" }, at }) => [`output ${at}`, { type: `${type} ${format}` }] as const);
  return new Map<string, Part>([...operations, ...inputs, ...outputs]);
}
