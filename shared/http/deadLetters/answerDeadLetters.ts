import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { describePoison } from "../../delivery/poison/describePoison";
import { type DeadLetter, type Poison } from "../../model/deadLetter";
import { type Page } from "../../model/page";
import { subscriptionHash } from "../../model/subscription";
import { answerPage } from "../paging/answerPage";

/** A page of dead letters as their owner sees them, a subscription named by its hash; or of poison. */
export function answerDeadLetters(
  { items, ...rest }: Page<DeadLetter | Poison>,
  request: HttpRequest,
  publicBaseUrl: string,
): HttpResponseInit {
  return answerPage(
    { ...rest, items: items.map((each) => ("queue" in each ? showPoison(each) : show(each))) },
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

function showPoison(poison: Poison): object {
  return { kind: "poison", ...describePoison(poison) };
}
