/**
 * Lists that are given page by page: the parameters `$top` and `$skiptoken`, the schema of a page, and the link to the
 * next one. The token of a link is an opaque cursor of the list that gave it.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { defined } from "../model/defined";
import { type Page } from "../model/stored";
import { type FieldProblem } from "../validation/guard";
import { type ParameterSchema, checkField, checkText, type BodySchema, type JsonSchema, textSchema } from "./schema";

/** The parameters of a page: `$top`, then `$skiptoken`. */
type PageParameters = readonly [top: ParameterSchema, token: ParameterSchema];

interface PageLimits {
  readonly defaultTop?: number;
  readonly maxTop?: number;
  /** The pattern of the list's cursors; without it the route checks them itself. */
  readonly cursor?: string;
}

/** The parameters of a list whose pages hold at most so many `items` (the word for a maker). */
export function pageParameters(
  items: string,
  { defaultTop = 100, maxTop = 1_000, cursor }: PageLimits,
): PageParameters {
  return [
    {
      name: "$top",
      in: "query",
      required: false,
      schema: {
        type: "integer",
        minimum: 1,
        maximum: maxTop,
        default: defaultTop,
        title: "Top Count",
        description: `The most ${items} of one page.`,
      },
      visibility: "advanced",
    },
    { ...SKIP_TOKEN, schema: { ...SKIP_TOKEN.schema, ...defined({ pattern: cursor }) } },
  ];
}

/** The page token: where a page begins. Only links hold it; nobody writes it. */
export const SKIP_TOKEN: ParameterSchema = {
  name: "$skiptoken",
  in: "query",
  required: false,
  schema: {
    type: "string",
    title: "Skip Token",
    description: "Where a page begins, as the link to it says. Follow links as they are.",
  },
  visibility: "internal",
};

/** The part of a list that is asked for. */
export interface Paging {
  readonly top: number;
  readonly cursor?: string;
}

/** Reads the parameters of a page; adds what is wrong with them to `problems`. */
export function parsePaging(
  { query }: Pick<HttpRequest, "query">,
  [top, token]: PageParameters,
  problems: FieldProblem[],
): Paging {
  const asked = query.get(top.name) ?? String(top.schema.default);
  checkField(top.name, top.schema, asked, problems);
  const cursor = query.get(token.name);
  if (cursor === null) return { top: Number(asked) };
  if (checkText(token.schema, cursor) !== undefined) problems.push(foreignCursor());
  return { top: Number(asked), cursor };
}

export function foreignCursor(): FieldProblem {
  return { target: SKIP_TOKEN.name, message: "is none that this list gave: follow @odata.nextLink as it is" };
}

/** Query parameters that no link repeats: they belong to the caller or to the page. */
const NOT_IN_LINKS = new Set(["code", "clientid", "$skiptoken"]);

interface ListAddress {
  readonly request: Pick<HttpRequest, "query">;
  /** The list on the public base URL, without the query. */
  readonly url: string;
}

/**
 * 200 with the items as `value` and, unless the page is the last, a link: the same question on the public address with
 * the cursor.
 */
export function answerPage({ items, cursor }: Page<object>, { request, url }: ListAddress): HttpResponseInit {
  if (cursor === undefined) return { status: 200, jsonBody: { value: items } };
  const asked = [...request.query].filter(([name]) => !NOT_IN_LINKS.has(name.toLowerCase()));
  const query = new URLSearchParams([...asked, ["$skiptoken", cursor]]);
  return { status: 200, jsonBody: { value: items, "@odata.nextLink": `${url}?${query.toString()}` } };
}

interface PageExtras {
  /** Keywords of the list itself, such as `maxItems`. */
  readonly list?: JsonSchema;
  /** Properties between the list and the link. */
  readonly properties?: JsonSchema;
}

/** The schema of one page of a list. */
export function paged(
  title: string,
  description: string,
  items: JsonSchema,
  { list = {}, properties = {} }: PageExtras = {},
): BodySchema {
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: { type: "array", title, description, ...list, items },
      ...properties,
      "@odata.nextLink": textSchema("Next Link", "The address of the next page; absent on the last one.", {
        format: "uri",
      }),
    },
  };
}
