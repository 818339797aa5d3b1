import { ENDED } from "./auditDeliveries";
import { type AuditedEvent } from "./auditState";
import { type FlowDeed, type FlowLog } from "./flowClient";
import { type Wish } from "./story";
import { type World } from "./world";

/** While a flow waits for events, from the answer to its wish to the end: what it ends itself, it may not be told of. */
interface Period {
  readonly wish: Wish;
  readonly from: number;
}

/**
 * What a flow may count on, whatever became of its subscriptions: each event of a period is delivered or dead, and once its
 * DELETE is answered nothing new comes. Gives what is not so.
 */
export function checkFlows(world: World): readonly string[] {
  return world.flows.flatMap((flow) => [
    ...checkPeriods(flow, world),
    ...checkLive(flow, world),
    ...checkEnd(flow, world),
  ]);
}

/**
 * A flow that has its answer has one live subscription, and no flow has two: what a subscribe that broke off has left is ended
 * by the next, or by the purge.
 */
function checkLive({ plan, deeds }: FlowLog, { subscriptions }: World): readonly string[] {
  const own = subscriptions.all().filter(({ url }) => url === plan.url);
  const live = own.filter(({ until, removedAt }) => until === Infinity && removedAt === undefined);
  const { wish, ackedAt } = deeds.at(-1) ?? {};
  const isWaiting = wish !== undefined && ackedAt !== Infinity;
  return [
    ...(isWaiting && live.length === 0 ? [`flow ${plan.url} waits, but has no live subscription`] : []),
    ...(live.length > 1 ? [`flow ${plan.url} has ${live.length} live subscriptions`] : []),
  ];
}

function checkPeriods(flow: FlowLog, world: World): readonly string[] {
  return periodsOf(flow.deeds).flatMap((period) =>
    world.state.events
      .filter((event) => event.at > period.from && isWanted(event, period.wish))
      .filter((event) => !isServed(event, flow, world))
      .map(({ sequence, eventId }) => `flow ${flow.plan.url} was never told of event ${sequence} (${eventId})`),
  );
}

/** What a subscription has open may be given up once it was superseded twice: by design its row is gone then. */
function isServed({ eventId, sequence }: AuditedEvent, { plan }: FlowLog, world: World): boolean {
  const own = world.subscriptions.all().filter(({ url }) => url === plan.url);
  return own.some(({ random, after, until, supersededAt, removedAt }) => {
    const delivery = world.deliveries.find(eventId, random);
    const isItsOwn = delivery !== undefined || (sequence > after && sequence <= until);
    const isGivenUp = isItsOwn && supersededAt !== undefined && removedAt !== undefined;
    return isGivenUp || (delivery && ENDED.includes(delivery.state) && delivery.state !== "dropped");
  });
}

/** The same wish again goes on with the period: the new subscription takes over. A DELETE of the old one ends what it has open. */
function periodsOf(deeds: readonly FlowDeed[]): readonly Period[] {
  return deeds.flatMap(({ wish, ackedAt }, index) => {
    const rest = deeds.slice(index + 1);
    if (!wish || ackedAt === Infinity || !rest.every((deed) => isSame(deed.wish, wish) && !deed.deletesOld)) return [];
    return [{ wish, from: ackedAt }];
  });
}

/** Requests that never got an answer may still do something. */
function checkEnd(
  { plan, deeds, unanswered }: FlowLog,
  { state, subscriptions, deliveries }: World,
): readonly string[] {
  const last = deeds.at(-1);
  if (!last || last.wish || last.ackedAt === Infinity || unanswered > 0) return [];
  const own = subscriptions.all().filter(({ url }) => url === plan.url);
  const left = own.filter(({ removedAt }) => removedAt === undefined);
  const later = state.events.filter(({ at }) => at > last.ackedAt);
  const told = later.filter(({ eventId }) => own.some(({ random }) => deliveries.find(eventId, random)));
  return [
    ...left.map(({ random }) => `flow ${plan.url} ended, but ${random} is there`),
    ...told.map(({ eventId }) => `flow ${plan.url} ended, but was told of ${eventId}`),
  ];
}

function isWanted(event: AuditedEvent, { instanceId, trigger, resource }: Wish): boolean {
  const isOfKind = event.instanceId === instanceId && event.trigger === trigger;
  return isOfKind && (resource === undefined || resource === event.resource);
}

function isSame(a: Wish | undefined, b: Wish): boolean {
  return a?.instanceId === b.instanceId && a.trigger === b.trigger && a.resource === b.resource;
}
