import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnySchemaObject } from "ajv";

/** A published schema, without its comments. */
export function readPublished(name: string): AnySchemaObject {
  const text = readFileSync(join(__dirname, name), "utf8");
  return JSON.parse(text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/.*/g, "$1")) as AnySchemaObject;
}
