/**
 * Parameters of routes. The schema of a parameter is the only definition of its limits: `checkText` and what is built on it enforce
 * them, and the connector's definition shows them. Rules that a schema cannot express (a grammar, a time, a sealed token) stand
 * in the file of the route that has the parameter.
 */
import { type HttpRequest } from "@azure/functions";
import { isUuid } from "../model/uuid";
import { type FieldProblem } from "../validation/guard";
import { invalidFields } from "./problems";
import { type JsonSchema } from "./schema";

/** The limits that are enforced, beside `title` and `description`, which are a maker's words. */
export interface TextSchema extends JsonSchema {
  readonly type: "string" | "integer" | "boolean";
  readonly title: string;
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface ParameterSchema {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: TextSchema;
  /** The place in the connector's designer: at once when absent, below "advanced", or never. */
  readonly visibility?: "advanced" | "internal";
}

/** Says what is wrong with the text of a parameter or field, as what follows its name; undefined when nothing is. */
export function checkText(schema: TextSchema, text: string): string | undefined {
  return rulesOf(schema).find(({ fits }) => !fits(text))?.message;
}

/** Adds a problem for a text that does not fit its schema. */
export function checkField(target: string, schema: TextSchema, text: string, problems: FieldProblem[]): void {
  const message = checkText(schema, text);
  if (message !== undefined) problems.push({ target, message });
}

interface Rule {
  readonly message: string;
  readonly fits: (text: string) => boolean;
}

function rulesOf(schema: TextSchema): readonly Rule[] {
  const { type, format, enum: choices } = schema;
  if (type === "integer") return [wholeNumber(schema)];
  if (type === "boolean") return [{ message: "must be true or false", fits: (text) => /^(?:true|false)$/.test(text) }];
  if (choices) return [{ message: `must be one of ${choices.join(", ")}`, fits: (text) => choices.includes(text) }];
  if (format === "uuid") {
    return [{ message: "must be the id of an instance (a uuid)", fits: isUuid }];
  }
  return textRules(schema);
}

function wholeNumber({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: TextSchema): Rule {
  return {
    message: `must be a whole number from ${minimum} to ${maximum}`,
    fits: (text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
  };
}

function textRules({ minLength = 0, maxLength = Number.MAX_SAFE_INTEGER, pattern = "" }: TextSchema): readonly Rule[] {
  return [
    { message: "must not be empty", fits: (text) => text.length >= minLength },
    { message: `must be at most ${maxLength} characters`, fits: (text) => text.length <= maxLength },
    { message: "is not valid", fits: (text) => new RegExp(pattern, "u").test(text) },
  ];
}

/** The value of a query parameter that has a choice or a flag: its default when absent. Throws 400 when it is wrong or given twice. */
export function readOnce({ query }: Pick<HttpRequest, "query">, { name, schema }: ParameterSchema): string {
  const given = query.getAll(name);
  const [first = String(schema.default)] = given;
  const text = schema.type === "boolean" ? first.toLowerCase() : first;
  const [rule] = rulesOf(schema);
  if (rule?.fits(text) !== true || given.length > 1) {
    throw invalidFields([{ target: name, message: `${rule?.message ?? "must be given"}, once` }]);
  }
  return text;
}

export const INSTANCE_ID: ParameterSchema = {
  name: "instanceId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    format: "uuid",
    title: "Instance",
    description: "The Customer Insights instance (environment).",
  },
};

/** Names become part of the source's address, where other characters could mean something else. */
export const ENTITY: ParameterSchema = {
  name: "entity",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 200,
    pattern: String.raw`^[\p{L}\p{N}_][\p{L}\p{N}_ .-]*$`,
    title: "Entity",
    description: "The entity (table), as the list of entities names it.",
  },
};

/** The key of one item of an entity. */
export const ITEM_ID: ParameterSchema = {
  name: "itemId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 400,
    title: "Item Id",
    description: "The item's value in the key column of the entity.",
  },
};
