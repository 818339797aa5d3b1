/**
 * Evaluates the expressions of a compiled ARM template, `"[format('kv-{0}', variables('token'))]"`, with the functions
 * that our templates use. Hashes stand in for `uniqueString` and `guid`. Throws for a function that it does not know.
 * Source: learn.microsoft.com, "ARM template functions".
 */
import { createHash } from "node:crypto";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What an expression may refer to beside its own literals. */
export interface Scope {
  readonly parameter: (name: string) => Json;
  readonly variable: (name: string) => Json;
  /** The `reference()` function: what a deployed resource says of itself. */
  readonly reference: (id: string) => Json;
  readonly subscriptionId: string;
  /** Absent at the level of a subscription. */
  readonly resourceGroup?: string;
  /** Index of the copy that is made. */
  readonly index?: number;
}

/** Evaluates every expression in a value, at any depth. */
export function evaluate(value: Json, scope: Scope): Json {
  if (typeof value === "string")
    return isExpression(value) ? evaluateText(value.slice(1, -1), scope) : value.replace(/^\[\[/, "[");
  if (Array.isArray(value)) return value.map((each: Json) => evaluate(each, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, evaluate(each, scope)]));
}

function isExpression(text: string): boolean {
  return text.startsWith("[") && !text.startsWith("[[") && text.endsWith("]");
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text of a value as `format` and `concat` write it. */
export function asText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

function evaluateText(text: string, scope: Scope): Json {
  const tokens = text.match(/'(?:[^']|'')*'|[\w$]+|[()[\].,]/g) ?? [];
  const cursor: Cursor = { tokens, at: 0 };
  const value = readValue(cursor, scope);
  if (cursor.at < tokens.length) throw new Error(`cannot read the expression ${text}`);
  return value;
}

function readValue(cursor: Cursor, scope: Scope): Json {
  let value = readStart(cursor, scope);
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === ".") {
      value = member(value, cursor.tokens[cursor.at + 1] ?? "");
      cursor.at += 2;
    } else if (token === "[") {
      cursor.at += 1;
      value = member(value, readValue(cursor, scope));
      cursor.at += 1;
    } else return value;
  }
}

function readStart(cursor: Cursor, scope: Scope): Json {
  const token = cursor.tokens[cursor.at] ?? "";
  cursor.at += 1;
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (/^\d+$/.test(token)) return Number(token);
  if (cursor.tokens[cursor.at] !== "(") throw new Error(`cannot read ${token} in an expression`);
  cursor.at += 1;
  const values: Json[] = [];
  while (cursor.tokens[cursor.at] !== ")") {
    values.push(readValue(cursor, scope));
    if (cursor.tokens[cursor.at] === ",") cursor.at += 1;
  }
  cursor.at += 1;
  return call(token, values, scope);
}

function member(value: Json, key: Json): Json {
  if (Array.isArray(value) && typeof key === "number") return (value as readonly Json[])[key] ?? null;
  const found = isObject(value) ? value[asText(key)] : undefined;
  if (found === undefined) throw new Error(`there is no ${asText(key)} in ${JSON.stringify(value)}`);
  return found;
}

function call(name: string, values: readonly Json[], scope: Scope): Json {
  const known = FUNCTIONS[name];
  if (!known) throw new Error(`the ARM function ${name} is not known here`);
  return known(values, scope);
}

const FUNCTIONS: Readonly<Record<string, (values: readonly Json[], scope: Scope) => Json>> = {
  parameters: ([name], { parameter }) => parameter(asText(name)),
  variables: ([name], { variable }) => variable(asText(name)),
  reference: ([id], { reference }) => reference(asText(id)),
  subscription: (_, { subscriptionId }) => ({
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId: "tenant",
  }),
  resourceId: ([type, ...names], { subscriptionId, resourceGroup }) =>
    toId(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup ?? ""}`, type, names),
  subscriptionResourceId: ([type, ...names], { subscriptionId }) =>
    toId(`/subscriptions/${subscriptionId}`, type, names),
  extensionResourceId: ([base, type, ...names]) => toId(asText(base), type, names),
  format: ([text, ...values]) =>
    asText(text).replaceAll(/\{(\d+)\}/g, (_, index: string) => asText(values[Number(index)])),
  toLower: ([text]) => asText(text).toLowerCase(),
  string: ([value]) => asText(value),
  replace: ([text, from, to]) => asText(text).replaceAll(asText(from), asText(to)),
  split: ([text, by]) => asText(text).split(asText(by)),
  join: ([values, by]) => (Array.isArray(values) ? (values as readonly Json[]).map(asText).join(asText(by)) : ""),
  uniqueString: (values) =>
    hash(values)
      .replaceAll(/[^a-z2-7]/g, "x")
      .slice(0, 13),
  guid: (values) => hash(values).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"),
  empty: ([value]) => value === "" || value === null || (typeof value === "object" && Object.keys(value).length === 0),
  not: ([value]) => value !== true,
  and: (values) => values.every((value) => value === true),
  or: (values) => values.includes(true),
  if: ([condition, yes = null, no = null]) => (condition === true ? yes : no),
  equals: ([a, b]) => JSON.stringify(a) === JSON.stringify(b),
  contains: ([all, one]) =>
    Array.isArray(all)
      ? (all as readonly Json[]).includes(one ?? null)
      : isObject(all)
        ? asText(one) in all
        : asText(all).includes(asText(one)),
  length: ([value]) => (typeof value === "object" && value !== null ? Object.keys(value).length : asText(value).length),
  createObject: (values) =>
    Object.fromEntries(
      values.flatMap((key, index) => (index % 2 === 0 ? [[asText(key), values[index + 1] ?? null]] : [])),
    ),
  createArray: (values) => values,
  union: (values) => Object.assign({}, ...values.filter(isObject)) as Json,
  items: ([value]) =>
    isObject(value)
      ? Object.keys(value)
          .toSorted()
          .map((key) => ({ key, value: value[key] ?? null }))
      : [],
  copyIndex: (_, { index }) => index ?? 0,
};

function toId(scope: string, type: Json | undefined, names: readonly Json[]): string {
  const [provider, ...types] = asText(type).split("/");
  return `${scope}/providers/${provider}/${types.map((each, index) => `${each}/${asText(names[index])}`).join("/")}`;
}

function hash(values: readonly Json[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}
