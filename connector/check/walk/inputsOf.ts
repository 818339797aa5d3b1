import { type Definition, type Parameter, type Schema, type Value } from "../swagger";
import { operationsOf } from "./operationsOf";
import { schemasOf } from "./schemasOf";

/** One thing a maker or the platform fills in: a parameter that is no body, or a property of a body. */
export interface Input {
  readonly at: string;
  readonly value: Value & { readonly "x-ms-notification-url"?: boolean };
  readonly required: boolean;
}

export interface PlacedParameter {
  readonly at: string;
  readonly parameter: Parameter;
}

/** Parameters that are no bodies, by operation. */
export function parametersOf(definition: Definition): readonly PlacedParameter[] {
  return operationsOf(definition).flatMap(({ parameters, name }) =>
    parameters
      .filter((each) => each.in !== "body")
      .map((parameter) => ({ at: `${name} ${parameter.name}`, parameter })),
  );
}

export function inputsOf(definition: Definition): readonly Input[] {
  const parameters = parametersOf(definition).map(({ at, parameter }) => ({
    at,
    value: parameter,
    required: parameter.required === true,
  }));
  const properties = schemasOf(definition)
    .filter(({ role }) => role === "input")
    .flatMap(({ schema, at }) => propertiesOf(schema, at));
  return [...parameters, ...properties];
}

function propertiesOf({ properties = {}, required = [] }: Schema, at: string): readonly Input[] {
  return Object.entries(properties).map(([name, value]) => ({
    at: `${at} .${name}`,
    value,
    required: required.includes(name),
  }));
}
