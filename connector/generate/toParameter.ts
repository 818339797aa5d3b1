import { type ParameterSchema } from "../../shared/http/parameters";
import { dropDownOf } from "./dropDowns";
import { type SwaggerSchema, toSwaggerSchema } from "./toSwaggerSchema";

/** Keys of items may hold what a path may not; everything else is as plain as its own route needs it. */
const ENCODED_TWICE = ["itemId"];
/** Read from links, never filled in by a maker. */
const HIDDEN = ["$skiptoken"];
const ADVANCED = /^(?:\$(?!filter)|all$|detail$|kind$|of$|since$|until$|cause$|validUntil$)/;

/** A path or query parameter as the designer shows it. */
export function toParameter({ name, in: place, required, schema }: ParameterSchema): SwaggerSchema {
  return {
    name,
    in: place,
    required,
    ...toSwaggerSchema(schema),
    ...(place === "path" && { "x-ms-url-encoding": ENCODED_TWICE.includes(name) ? "double" : "single" }),
    ...visibilityOf(name),
    ...dropDownOf(name),
  };
}

function visibilityOf(name: string): SwaggerSchema {
  if (HIDDEN.includes(name)) return { "x-ms-visibility": "internal" };
  return ADVANCED.test(name) ? { "x-ms-visibility": "advanced" } : {};
}
