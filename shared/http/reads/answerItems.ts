import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Sealer } from "../../access/createSealer";
import { type ItemsRequest, type ItemsResult } from "../../reads/items/listItems";
import { answerPage } from "../paging/answerPage";
import { sealPlace } from "./itemLinks";
import { noItems } from "./noItems";

interface Place {
  readonly request: HttpRequest;
  readonly publicBaseUrl: string;
  readonly sealer: Sealer;
}

/** 200 with a page of items and, where there are more, the link to them; throws a problem when there is none. */
export function answerItems(
  asked: ItemsRequest,
  result: ItemsResult,
  { request, publicBaseUrl, sealer }: Place,
): HttpResponseInit {
  if (result.outcome !== "found") throw noItems(asked, result);
  const { items, count, next } = result;
  const url = `${publicBaseUrl}/instances/${asked.instanceId}/entities/${encodeURIComponent(asked.entity)}/items`;
  const place = { request, url };
  const page = answerPage({ items, ...(next && { cursor: sealPlace(next, asked, sealer) }) }, place);
  if (count === undefined) return page;
  const body: unknown = page.jsonBody;
  return { ...page, jsonBody: { "@odata.count": count, ...(typeof body === "object" && body) } };
}
