import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { findOwnSubscription } from "../../subscriptions/findOwnSubscription";
import { RequestProblem } from "../requestProblem";

interface FindDeps {
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
}

/** The caller's own subscription that the route names; throws 404 for any other, which is all that is told of it. */
export async function requireOwnSubscription(
  request: HttpRequest,
  { connection }: Pick<Caller, "connection">,
  deps: FindDeps,
): Promise<Subscription> {
  const { subscriptionId = "" } = request.params;
  const found = await findOwnSubscription(subscriptionId, connection, deps);
  if (found) return found;
  const message = "This connection has no such subscription.";
  throw new RequestProblem(404, "UnknownSubscription", message, { target: "subscriptionId" });
}
