import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Page } from "../model/page";
import { type FieldProblem } from "../validation/guard";
import { type JsonSchema, type ParameterSchema, type RouteSchema, SKIP_TOKEN, pageSize, textSchema } from "./schema";

const DEFAULT_TOP = 100;

const MAX_TOP = 1_000;

/** The part of a list that is asked for. */
export interface Paging {
  readonly top: number;
  readonly cursor?: string;
}

/** `$top`, and the `$skiptoken` of a link that we gave; adds what is wrong with them to `problems`. */
export function parsePaging(
  { query }: Pick<HttpRequest, "query">,
  isCursor: (text: string) => boolean,
  problems: FieldProblem[],
): Paging {
  const asked = query.get("$top") ?? String(DEFAULT_TOP);
  const top = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (top < 1 || top > MAX_TOP) {
    problems.push({ target: "$top", message: `must be a whole number from 1 to ${MAX_TOP}` });
  }
  const cursor = query.get("$skiptoken");
  if (cursor === null) return { top };
  if (!isCursor(cursor)) problems.push(foreignCursor());
  return { top, cursor };
}

export function foreignCursor(): FieldProblem {
  return { target: "$skiptoken", message: "is none that this list gave: follow @odata.nextLink as it is" };
}

/** Query parameters of a list that belong to the caller, not to the list: they are in no link. */
const NOT_IN_LINKS = new Set(["code", "clientid", "$skiptoken"]);

interface Place {
  readonly request: Pick<HttpRequest, "query">;
  /** Of the list on the public base URL, without the query. */
  readonly url: string;
}

/** `value`, and where the next page is: the same question on the public address, with where to go on. */
export function answerPage({ items, cursor }: Page<object>, { request, url }: Place): HttpResponseInit {
  if (cursor === undefined) return { status: 200, jsonBody: { value: items } };
  const asked = [...request.query].filter(([name]) => !NOT_IN_LINKS.has(name.toLowerCase()));
  const query = new URLSearchParams([...asked, ["$skiptoken", cursor]]);
  return { status: 200, jsonBody: { value: items, "@odata.nextLink": `${url}?${query.toString()}` } };
}

/** The schema of one page of a list. */
export function paged(title: string, description: string, items: JsonSchema): RouteSchema["answer"] {
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: { type: "array", title, description, items },
      "@odata.nextLink": textSchema("Next Link", "The address of the next page; absent on the last one.", {
        format: "uri",
      }),
    },
  };
}

/** What every list that we keep ourselves takes (`paging/parsePaging.ts`). */
export function pagingParameters(what: string): readonly ParameterSchema[] {
  return [pageSize(what, { fallback: 100, most: 1_000 }), SKIP_TOKEN];
}
