import { type DirectQuotaSettings } from "../../../shared/delivery/directQuota";
import { RETRY_SCHEDULE_SECONDS } from "../../../shared/delivery/retryPolicy";
import { type Trigger } from "../../../shared/model/event";
import { type Chance } from "./chance";

/** A flow's wish as it asks for it. Without `resource`: any data source of the instance. */
export interface Wish {
  readonly instanceId: string;
  readonly trigger: Trigger;
  readonly resource?: string;
}

/** What a flow does next, not before `at`. An edit may be followed by a DELETE of what it replaced. */
export type FlowStep =
  | { readonly kind: "subscribe"; readonly at: number; readonly wish: Wish; readonly deletesOld: boolean }
  | { readonly kind: "unsubscribe"; readonly at: number };

export type Temper = "good" | "flaky" | "throttling" | "hanging" | "down" | "gone" | "off";

export interface FlowPlan {
  readonly url: string;
  readonly steps: readonly FlowStep[];
  /** Something on the way to us repeats each of its requests before it is answered. */
  readonly sentTwice: boolean;
  /** How it answers until the faults end, and after that if it does not recover. */
  readonly temper: Temper;
  readonly recovers: boolean;
}

export interface RefreshPlan {
  readonly jobId: string;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly status: "successful" | "failed" | "timedout";
}

export interface DataSourcePlan {
  readonly dataSourceId: string;
  readonly name: string;
  /** One after the other. */
  readonly refreshes: readonly RefreshPlan[];
}

export interface InstancePlan {
  readonly instanceId: string;
  readonly dataSources: readonly DataSourcePlan[];
}

export interface Story {
  readonly start: number;
  /** Nothing new happens after it: no fault, no refresh, no wish. */
  readonly faultsEndAt: number;
  readonly idleSeconds: number;
  /** Receivers that fail use up a short one. */
  readonly retrySchedule: readonly number[];
  readonly instances: readonly InstancePlan[];
  readonly flows: readonly FlowPlan[];
  /** What each host hands over without a queue: nothing, part of what there is, or nearly all. */
  readonly directQuota: DirectQuotaSettings;
}

const START = Date.UTC(2026, 10, 20, 10, 1);
const SECOND = 1_000;
const ROOMS: readonly DirectQuotaSettings[] = [
  { events: 0, chunks: 0, chunksPerEvent: 0 },
  { events: 1, chunks: 1, chunksPerEvent: 1 },
  { events: 2, chunks: 3, chunksPerEvent: 2 },
  { events: 8, chunks: 16, chunksPerEvent: 8 },
];
const TEMPERS: readonly Temper[] = ["flaky", "throttling", "hanging", "down", "gone", "off"];
const TRIGGERS = ["data-source-refresh-failed", "data-source-refresh-succeeded"] as const;

export function someStory(chance: Chance): Story {
  const faultsEndAt = START + chance.between(4, 12) * 60 * SECOND;
  const instances = Array.from({ length: chance.pick([1, 1, 2, 3]) }, (_, index) =>
    someInstance(index + 1, faultsEndAt, chance),
  );
  const favourite = someWish(instances, chance);
  const most = chance.pick([3, 8, 20, 40, 60]);
  const setting = { instances, favourite, favoured: most === 60 ? 0.9 : 0.6, faultsEndAt };
  const flows: FlowPlan[] = [];
  let subscriptions = 0;
  while (subscriptions < most && flows.length < most) {
    const flow = someFlow(flows.length, setting, chance);
    subscriptions += flow.steps.filter(({ kind }) => kind === "subscribe").length;
    flows.push(flow);
  }
  const idleSeconds = chance.pick([60, 120]);
  const retrySchedule = chance.pick([RETRY_SCHEDULE_SECONDS, [5, 30], [1, 2, 60]]);
  const directQuota = chance.pick(ROOMS);
  return { start: START, faultsEndAt, idleSeconds, retrySchedule, instances, flows, directQuota };
}

function someInstance(number: number, end: number, chance: Chance): InstancePlan {
  const instanceId = `b1e0a1c2-0000-4000-8000-00000000000${number}`;
  const dataSources = Array.from({ length: chance.between(1, 3) }, (_, index): DataSourcePlan => {
    const name = `Source ${number}.${index + 1}`;
    const dataSourceId = `41b6c9a2-6d1f-4d0e-8f0b-0000000000${number}${index + 1}`;
    return { dataSourceId, name, refreshes: someRefreshes(`job-${number}-${index + 1}`, end, chance) };
  });
  return { instanceId, dataSources };
}

/** Further apart than a poll's reads: no whole refresh fits between two of them. */
function someRefreshes(prefix: string, end: number, chance: Chance): readonly RefreshPlan[] {
  const refreshes: RefreshPlan[] = [];
  let time = START - chance.between(0, 200) * SECOND;
  for (;;) {
    const beganAt = time + chance.between(20, 150) * SECOND;
    const endedAt = beganAt + chance.between(30, 90) * SECOND;
    if (endedAt >= end) return refreshes;
    const status = chance.pick(["successful", "failed", "failed", "timedout"] as const);
    refreshes.push({ jobId: `${prefix}-${refreshes.length + 1}`, beganAt, endedAt, status });
    time = endedAt;
  }
}

function someWish(instances: readonly InstancePlan[], chance: Chance): Wish {
  const { instanceId, dataSources } = chance.pick(instances);
  const wish = { instanceId, trigger: chance.pick(TRIGGERS) };
  return chance.hit(0.4) ? wish : { ...wish, resource: chance.pick(dataSources).dataSourceId };
}

interface Setting {
  readonly instances: readonly InstancePlan[];
  readonly favourite: Wish;
  /** How likely a wish is the favourite one. */
  readonly favoured: number;
  readonly faultsEndAt: number;
}

function someFlow(index: number, { instances, favourite, favoured, faultsEndAt }: Setting, chance: Chance): FlowPlan {
  const aWish = (): Wish => (chance.hit(favoured) ? favourite : someWish(instances, chance));
  let wish = aWish();
  let at = START + (chance.hit(0.7) ? chance.between(0, 20) : chance.between(0, 300)) * SECOND;
  const steps: FlowStep[] = [{ kind: "subscribe", at, wish, deletesOld: false }];
  while (chance.hit(0.35)) {
    at += chance.between(5, 200) * SECOND;
    if (at >= faultsEndAt) break;
    if (chance.hit(0.4)) steps.push({ kind: "unsubscribe", at });
    else {
      if (chance.hit(0.4)) wish = aWish();
      steps.push({ kind: "subscribe", at, wish, deletesOld: chance.hit(0.5) });
    }
  }
  const temper = chance.hit(0.6) ? "good" : chance.pick(TEMPERS);
  const recovers = chance.hit(0.7);
  return { url: `https://flows.example.org/${index + 1}`, steps, sentTwice: chance.hit(0.25), temper, recovers };
}
