import { hashResource } from "../../../shared/subscriptions/subscriptionId";
import { ENDED } from "./auditDeliveries";
import { type AuditedEvent, type SubjectLife } from "./auditState";
import { type SubscriptionLife } from "./auditSubscriptions";
import { checkFlows } from "./checkFlows";
import { checkPoison } from "./checkPoison";
import { instantOf } from "./fakeSource";
import { type World } from "./world";

/** What must hold when everything is over. Gives what does not. */
export function checkWorld(world: World): readonly string[] {
  return [
    ...checkEvents(world),
    ...checkDeliveries(world),
    ...checkLetters(world),
    ...checkFlows(world),
    ...checkPoison(world),
    ...checkLeftovers(world),
  ];
}

const isFor = (event: AuditedEvent, { instanceId, trigger, resourceHash }: SubscriptionLife): boolean =>
  event.instanceId === instanceId &&
  event.trigger === trigger &&
  [hashResource(undefined), hashResource(event.resource)].includes(resourceHash);

/** The oracle: refreshes that ended after the baseline, each once and in order, nothing else. */
function checkEvents({ story, state }: World): readonly string[] {
  const problems: string[] = [];
  for (const life of state.lives) {
    const expected = expectedEvents(life, story).map((each) => each.split(" ", 2).join(" "));
    const told = life.events.map(({ trigger, occurredAt }) => `${trigger} ${occurredAt}`);
    const due = life.endedAt === undefined ? expected : expected.slice(0, told.length);
    if (told.join() !== due.join())
      problems.push(`data source ${life.dataSourceId}: ${told.join(", ") || "nothing"} instead of ${due.join(", ")}`);
  }
  return problems;
}

function expectedEvents({ instanceId, dataSourceId, baseline }: SubjectLife, story: World["story"]): readonly string[] {
  const instance = story.instances.find((each) => each.instanceId === instanceId);
  const plan = instance?.dataSources.find((each) => each.dataSourceId === dataSourceId);
  const { settledAt = "", held } = baseline;
  return (plan?.refreshes ?? [])
    .map(({ endedAt, status }) => ({ at: instantOf(endedAt), status }))
    .filter(({ at }) => at > settledAt || at === held?.endedAt)
    .map(({ at, status }) => `data-source-refresh-${status === "successful" ? "succeeded" : "failed"} ${at}`);
}

function checkDeliveries(world: World): readonly string[] {
  const { state, subscriptions } = world;
  return state.events.flatMap((event) =>
    subscriptions.all().flatMap((subscription) => {
      const problem = judge(event, subscription, world);
      return problem ? [`event ${event.sequence} (${event.eventId}), ${subscription.random}: ${problem}`] : [];
    }),
  );
}

/** What is wrong with the delivery of an event to a subscription, or with there being none. */
function judge(event: AuditedEvent, subscription: SubscriptionLife, { deliveries }: World): string | undefined {
  const delivery = deliveries.find(event.eventId, subscription.random);
  if (!delivery) return isDue(event, subscription) ? "lost" : undefined;
  const { after, madeBy, removedAt = Infinity } = subscription;
  const { state, attempt } = delivery;
  const rules: readonly (readonly [string, boolean])[] = [
    ["not what it asked for", !isFor(event, subscription)],
    ["from before it was made", event.sequence <= after || event.at < (madeBy?.startedAt ?? 0)],
    ["to a subscription that was gone", removedAt < event.at],
    [`never ended: ${String(state)} ${attempt}`, !ENDED.includes(state)],
    ["dropped, though it was there", state === "dropped" && removedAt === Infinity],
  ];
  return rules.find(([, isBroken]) => isBroken)?.[0];
}

/** It was there when the event was stored, and stayed. */
function isDue(event: AuditedEvent, subscription: SubscriptionLife): boolean {
  const { after, until, madeAt, removedAt } = subscription;
  const isInRange = event.sequence > after && event.sequence <= until;
  return isFor(event, subscription) && isInRange && madeAt < event.at && removedAt === undefined;
}

/** Each dead delivery has one dead letter, and nothing else has any. */
function checkLetters({ deliveries, letters }: World): readonly string[] {
  const counts = new Map<string, number>();
  for (const { eventId, random } of letters()) {
    const of = `${String(eventId)}, ${String(random)}`;
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  const wrong: string[] = [];
  for (const { eventId, random, state } of deliveries.all()) {
    const of = `${eventId}, ${random}`;
    const count = counts.get(of) ?? 0;
    counts.delete(of);
    if (count !== (state === "dead" ? 1 : 0))
      wrong.push(`${of}: ${count} dead letters of a delivery that is ${String(state)}`);
  }
  return [...wrong, ...[...counts.keys()].map((of) => `${of}: a dead letter of no delivery`)];
}

function checkLeftovers({ story, state, rows }: World): readonly string[] {
  const left = [
    ...story.instances.flatMap(({ instanceId }) => rows("instanceState", instanceId)),
    ...state.events.flatMap(({ eventId }) => rows("deliveries", eventId)),
  ].filter((row) => row.startsWith("pending:") || row.startsWith("chunk:"));
  return left.map((row) => `left over: ${row}`);
}
