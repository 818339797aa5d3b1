import { answerSubscribe } from "../../shared/http/routes/subscribe";
import { type SubscriptionKey } from "../../shared/model/subscription";
import { toSubscriptionId } from "../../shared/subscriptions/subscriptionId";

const KEY: SubscriptionKey = {
  instanceId: "00000000-0000-0000-0000-000000000000",
  trigger: "unification-completed",
  resourceHash: "any",
  random: "A".repeat(22),
};

/** The `Location` that the backend answers to a subscribe, with `{subscriptionId}` in the place of the id. */
export function locationOn(publicBaseUrl: string): string {
  const { trigger, instanceId } = KEY;
  const request = { trigger, instanceId, callbackUrl: "https://flow.example.org", connection: "" };
  const { headers } = answerSubscribe(request, { outcome: "created", key: KEY }, publicBaseUrl);
  const { location = "" } = headers as Readonly<Record<string, string>>;
  return location.replace(toSubscriptionId(KEY), "{subscriptionId}");
}
