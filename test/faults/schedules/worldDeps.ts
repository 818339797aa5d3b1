import { type CallbackRequest } from "../../../shared/delivery/buildCallback";
import { type AdvanceDeps } from "../../../shared/delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../../../shared/delivery/deadLetters/redriveDeadLetters";
import { type SlowDeliverDeps } from "../../../shared/delivery/deliverChunk";
import { type DirectQuota, createDirectQuota } from "../../../shared/delivery/directQuota";
import { type DispatchDeps } from "../../../shared/delivery/dispatchEvent";
import { type HandOverDeps, handOverEvent } from "../../../shared/delivery/handOverEvent";
import { LEASE_MARGIN_SECONDS } from "../../../shared/delivery/lease";
import { type PoisonDeps } from "../../../shared/delivery/deadLetters/poison";
import { type PurgePorts } from "../../../shared/delivery/purge/ports";
import { type SweepDeps } from "../../../shared/delivery/sweep";
import { type PollDeps } from "../../../shared/detection/pollInstance";
import { type ScheduleDeps } from "../../../shared/detection/watches";
import { type ReceiverAnswer } from "../../../shared/model/delivery";
import { NO_TRACE } from "../../../shared/model/log";
import { type Subscription } from "../../../shared/model/subscription";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { confirmWrites } from "../../../shared/storage/table/confirmWrites";
import { type RawTable } from "../../../shared/storage/table/table";
import { type SubscribeDeps } from "../../../shared/subscriptions/subscribe";
import { type UnsubscribeDeps } from "../../../shared/subscriptions/unsubscribe";
import { type FakeQueues } from "./fakeQueues";
import { DEADLINES_MS } from "./fakeReceivers";
import { fakeSource } from "./fakeSource";
import { type FaultDeps, faultyTable } from "./faultyTable";
import { type Host, type Run } from "./host";
import { type Story } from "./story";

/** All that the app's handlers ask for. */
export type WorldDeps = PollDeps &
  ScheduleDeps &
  SubscribeDeps &
  UnsubscribeDeps &
  DispatchDeps &
  HandOverDeps &
  SlowDeliverDeps &
  AdvanceDeps &
  RedriveDeps &
  PoisonDeps &
  PurgePorts &
  SweepDeps;

type TableName = "subscriptions" | "watches" | "instanceState" | "deliveries" | "deadLetters";
type StoredTables = Readonly<Record<TableName, RawTable>>;

export interface Outside extends FaultDeps {
  readonly story: Story;
  readonly now: () => number;
  readonly tables: StoredTables;
  readonly queues: FakeQueues;
  readonly post: (run: Run, request: CallbackRequest, deadlineMs: number) => Promise<ReceiverAnswer>;
}

/** A POST has to tell which subscription it is for, also where two have the same callback: by what no request sends on. */
export function markUrls(deps: WorldDeps): WorldDeps {
  const { loadSubscription, loadMatching } = deps;
  return {
    ...deps,
    loadSubscription: async (key) => {
      const subscription = await loadSubscription(key);
      return subscription && markUrl(subscription);
    },
    loadMatching: async (event) => {
      const page = await loadMatching(event);
      return { ...page, items: page.items.map(markUrl) };
    },
  };
}

function markUrl(subscription: Subscription): Subscription {
  return { ...subscription, callbackUrl: `${subscription.callbackUrl}#${subscription.key.random}` };
}

/** What a process keeps between its runs: the events it has read, the loads it joins, and its room. */
interface Kept extends Pick<ReturnType<typeof bindStorage>, "loadEvent" | "loadSubscription"> {
  readonly directQuota: DirectQuota;
}
const kept = new WeakMap<Host, Kept>();

/** The place where the app meets the world: what `runtime/services` joins there is joined here, for one run on one host. */
export function worldDeps(run: Run, outside: Outside): WorldDeps {
  const { story, chance, say, steps } = outside;
  const now = (): Date => new Date(outside.now());
  const source = fakeSource(story.instances, run, outside);
  const { getInstance, listDataSources, listSegments, getMeasure } = source;
  const lane = (deadlineMs: number): WorldDeps["slowLane"] => ({
    post: (request) => outside.post(run, request, deadlineMs),
    leaseSeconds: deadlineMs / 1_000 + LEASE_MARGIN_SECONDS,
  });
  const deps: WorldDeps = {
    ...bind(run, outside),
    // Ticks drive nothing: they are only looked at.
    saveTick: () => Promise.resolve(false),
    ...keptBy(run.host, outside),
    source,
    getInstance,
    listDataSources,
    listSegments,
    getMeasure,
    pollPace: { busySeconds: 15, idleSeconds: story.idleSeconds, maxFailureSeconds: 300 },
    holdSeconds: 1_800,
    safetySeconds: 900,
    fullRefreshTypes: ["all"],
    handOver: (event, marker) => handOverEvent(event, marker, markUrls(deps)),
    ...lane(DEADLINES_MS.normal),
    slowLane: lane(DEADLINES_MS.slow),
    callback: { publicBaseUrl: "https://example.org/api", signingKeys: [] },
    slowAnswerMs: DEADLINES_MS.normal / 2,
    retrySchedule: story.retrySchedule,
    redrivesPerMinute: 900,
    subscriptionsPerConnection: 1_000,
    purgeAges: { events: 30, deadLetters: 90, subscriptions: 30 },
    purgeOperations: 2_000,
    randomId: () => `id${String(Math.floor(chance.next() * 1e15)).padStart(20, "0")}`,
    now,
    random: chance.next,
    pause: (delayMs) => steps.pause(run, delayMs),
    ...NO_TRACE,
    callsLeft: () => undefined,
    log: (line) => say(() => `${run.host.name} ${run.name}: ${JSON.stringify(line)}`),
  };
  return deps;
}

function bind(run: Run, outside: Outside): ReturnType<typeof bindStorage> {
  const { tables, queues, chance, steps } = outside;
  const open = (table: RawTable): ReturnType<typeof confirmWrites> => confirmWrites(faultyTable(table, run, outside));
  return bindStorage(
    {
      subscriptions: open(tables.subscriptions),
      watches: open(tables.watches),
      instanceState: open(tables.instanceState),
      deliveries: open(tables.deliveries),
      deadLetters: open(tables.deadLetters),
    },
    queues.of(run),
    {
      // Sealing is tested elsewhere; here it would only cost time.
      sealing: { seal: (text) => text, open: (sealed) => sealed },
      report: (error) => {
        throw error;
      },
      now: () => new Date(outside.now()),
      random: chance.next,
      wait: (delayMs) =>
        steps.take(run, { name: "wait", kind: "read", latencyMs: Math.ceil(delayMs) }, () => undefined),
    },
  );
}

function keptBy(host: Host, outside: Outside): Kept {
  const known = kept.get(host);
  if (known) return known;
  const process: Run = {
    host,
    name: "process",
    startedAt: 0,
    endedAt: undefined,
    end: undefined,
    hasPosted: false,
    disturbed: false,
    onEnd: () => undefined,
  };
  const { loadEvent, loadSubscription } = bind(process, outside);
  const keeps = { loadEvent, loadSubscription, directQuota: createDirectQuota(outside.story.directQuota) };
  kept.set(host, keeps);
  return keeps;
}
