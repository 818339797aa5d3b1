import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Page } from "../../model/page";
import { type Subscription } from "../../model/subscription";
import { answerPage } from "../paging/answerPage";
import { showSubscription } from "./showSubscription";

export function answerSubscriptions(
  { items, ...rest }: Page<Subscription>,
  request: HttpRequest,
  publicBaseUrl: string,
): HttpResponseInit {
  const shown = { ...rest, items: items.map((each) => showSubscription(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/subscriptions` });
}
