import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Page } from "../../model/page";

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
