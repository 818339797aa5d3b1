import { defined } from "../model/defined";
import { type MeasureDefinition } from "../model/measure";
import { type Note, type ObjectReading, readItems, readObject } from "./answer/readObject";
import { field, isObject, toText } from "./answer/values";

const KINDS = ["entity", "attribute"];

const TYPES = ["structured", "manual"];

/** What of one MeasureDefinition decides whether it has a single value; undefined when there is none. */
export function toMeasureDefinition(seen: unknown, at: string, note: Note): MeasureDefinition | undefined {
  if (seen === undefined) return undefined;
  if (!isObject(seen)) {
    note(at, seen);
    return undefined;
  }
  const definition = readObject(seen, at, note);
  const list = { at, note, toItem: (each: unknown) => ({ each }) };
  const kind = definition.word("kind", KINDS);
  const type = definition.word("type", TYPES);
  const alias = toText(field(readItems(seen, "aggregates", list)[0]?.each, "alias"));
  return {
    dimensionCount: readItems(seen, "dimensions", list).length,
    ...(kind && { kind }),
    ...(type && { type }),
    ...(alias && { alias }),
    ...readFlags(definition),
  };
}

function readFlags(
  definition: ObjectReading,
): Pick<MeasureDefinition, "isProfile" | "isScalar" | "isManualQueryScalar"> {
  const isProfile = definition.flag("isProfile");
  const isScalar = definition.flag("isScalar");
  const isManualQueryScalar = definition.flag("isManualQueryScalar");
  return {
    ...defined({ isProfile, isScalar, isManualQueryScalar }),
  };
}
