/**
 * The parser of a measure's definition, of which only the parts count that decide whether the measure has a single
 * value. The measure itself is parsed in measures.ts; what follows from the definition is in `model/measure.ts`.
 */
import { defined } from "../model/defined";
import { type MeasureDefinition } from "../model/measure";
import { type Note, type ObjectReader, readItems, readObject } from "./answer/objectReader";
import { field, isObject, toText } from "./answer/values";

const KINDS = ["entity", "attribute"];

const TYPES = ["structured", "manual"];

/** Parses a MeasureDefinition. Undefined when there is none, or when it is no JSON object, which is noted. */
export function toMeasureDefinition(value: unknown, path: string, note: Note): MeasureDefinition | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) {
    note(path, value);
    return undefined;
  }
  const definition = readObject(value, path, note);
  const list = { path, note, toItem: (each: unknown) => ({ each }) };
  const kind = definition.word("kind", KINDS);
  const type = definition.word("type", TYPES);
  const alias = toText(field(readItems(value, "aggregates", list)[0]?.each, "alias"));
  return {
    dimensionCount: readItems(value, "dimensions", list).length,
    ...(kind && { kind }),
    ...(type && { type }),
    ...defined({ alias }),
    ...readFlags(definition),
  };
}

function readFlags(
  definition: ObjectReader,
): Pick<MeasureDefinition, "isProfile" | "isScalar" | "isManualQueryScalar"> {
  const isProfile = definition.flag("isProfile");
  const isScalar = definition.flag("isScalar");
  const isManualQueryScalar = definition.flag("isManualQueryScalar");
  return {
    ...defined({ isProfile, isScalar, isManualQueryScalar }),
  };
}
