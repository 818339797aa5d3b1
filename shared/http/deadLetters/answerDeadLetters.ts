import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type DeadLetter } from "../../model/deadLetter";
import { type Page } from "../../model/page";
import { subscriptionHash } from "../../model/subscription";
import { answerPage } from "../paging/answerPage";

/** A page of dead letters as their owner sees them: a subscription is named by its hash. */
export function answerDeadLetters(
  { items, ...rest }: Page<DeadLetter>,
  request: HttpRequest,
  publicBaseUrl: string,
): HttpResponseInit {
  return answerPage(
    { ...rest, items: items.map((each) => show(each)) },
    { request, url: `${publicBaseUrl}/dead-letters` },
  );
}

function show({ event, subscription, cause, attempts, diedAt, lastAnswer, redrivenAt }: DeadLetter): object {
  const { instanceId, eventId } = event;
  const { trigger } = subscription;
  return {
    kind: "delivery",
    instanceId,
    eventId,
    trigger,
    subscription: subscriptionHash(subscription),
    cause,
    attempts,
    diedAt,
    lastAnswer,
    ...(redrivenAt !== undefined && { redrivenAt }),
  };
}
