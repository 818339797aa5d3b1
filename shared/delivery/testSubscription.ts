import { createHash } from "node:crypto";
import { type Answer } from "../model/delivery";
import { type Log } from "../model/log";
import { type Subscription, subscriptionHash } from "../model/subscription";
import { type CallbackRequest, type CallbackSettings, buildCallback } from "./buildCallback";
import { sampleEvent } from "./sampleEvent";

/** Never throws for what the receiver does; "no-turn" when nothing was sent because too much is on its way to its host. */
type TestPost = (request: CallbackRequest) => Promise<Answer | "no-turn">;

export interface TestDeps {
  readonly post: TestPost;
  /** With more patience, for a subscription that is slow. */
  readonly slowLane: { readonly post: TestPost };
  readonly callback: CallbackSettings;
  /** 128 bits, base64url. */
  readonly randomId: () => string;
  readonly now: () => Date;
  readonly log: Log;
}

/** Calls the flow with a sample event, once and at once, and tells what it answered; "no-turn" as `post`. Nothing is stored. */
export async function testSubscription(subscription: Subscription, deps: TestDeps): Promise<Answer | "no-turn"> {
  const hash = createHash("sha256").update(deps.randomId()).digest("hex").slice(0, 32);
  const event = sampleEvent(subscription, `evt_${hash}`, deps.now());
  const { post } = subscription.health?.slow ? deps.slowLane : deps;
  const answer = await post(buildCallback(event, subscription.callbackUrl, deps.now(), deps.callback));
  const { trigger, instanceId } = subscription.key;
  const named = { trigger, instanceId, subscription: subscriptionHash(subscription.key) };
  deps.log({
    name: "subscription.tested",
    eventId: event.eventId,
    ...named,
    ...(answer === "no-turn" ? { outcome: answer } : answer),
  });
  return answer;
}
