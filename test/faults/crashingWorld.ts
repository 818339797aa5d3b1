import { createSealer } from "../../shared/access/sealer";
import { type DeliverDeps, deliverChunk } from "../../shared/delivery/deliverChunk";
import { type DirectQuotaSettings, createDirectQuota } from "../../shared/delivery/directQuota";
import { type DispatchDeps, dispatchEvent } from "../../shared/delivery/dispatchEvent";
import { type HandOverDeps, handOverEvent } from "../../shared/delivery/handOverEvent";
import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryPolicy";
import { type SweepDeps, sweep } from "../../shared/delivery/sweep";
import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { type ScheduleDeps, schedulePolls } from "../../shared/detection/watches";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { NO_TRACE } from "../../shared/model/log";
import { bindStorage } from "../../shared/runtime/bindStorage";
import { type Queue } from "../../shared/storage/createQueues";
import { EVERY_ROW } from "../../shared/storage/table/keys";
import { type SubscribeDeps, subscribe } from "../../shared/subscriptions/subscribe";
import { parseDeliveryTask, parseDispatchTask, parsePollTask } from "../../shared/validation/parseTask";
import { INSTANCE_ID, SOURCE_ID } from "../builders/workflow";
import { memoryStorage, wrapTables } from "../fakes/memoryStorage";
import { countRowsLeft } from "./countRowsLeft";
import { type CrashPoint, crashingSteps } from "./crashingSteps";
import { refreshingSource } from "./refreshingSource";
import { saveFlows } from "./saveFlows";
import { watchWrites } from "./watchWrites";

/** The host keeps the messages of a host that died hidden for so long (docs/functions-host.md, "Leases"). */
const MESSAGE_LOCK_SECONDS = 600;

interface Message {
  readonly queue: string;
  readonly text: string;
  visibleAt: number;
}

export interface World {
  readonly callbacks: { flow: string; eventId: string; at: number }[];
  readonly crashedAt: () => string | undefined;
  /** POSTs made and not recorded when the host died. */
  readonly inFlight: () => number;
  subscribe(name: string): Promise<void>;
  /** More flows that wait for the same, without any step of a host's. */
  addFlows(count: number): Promise<void>;
  failRefresh(): void;
  /** Runs timers and messages for so many seconds of the world's clock. A crashed host is up again at once. */
  run(seconds: number): Promise<void>;
  readonly rowsLeft: (prefix: string) => Promise<number>;
  readonly deadLetters: () => Promise<number>;
}

type WorldDeps = PollDeps & ScheduleDeps & SubscribeDeps & DispatchDeps & HandOverDeps & DeliverDeps & SweepDeps;

/** The whole path from subscribe to callback on tables in memory, with a clock of its own and one crash. */
export function crashingWorld(
  crash: CrashPoint,
  directQuota: DirectQuotaSettings,
  answer: Omit<ReceiverAnswer, "durationMs"> = { status: 202 },
): World {
  let clock = Date.UTC(2026, 10, 20, 10, 1);
  let recorded = 0;
  let inFlight = 0;
  const steps = crashingSteps(crash, () => (inFlight = callbacks.length - recorded));
  let hasFailed = false;
  let ids = 0;
  const callbacks: World["callbacks"] = [];
  const messages: Message[] = [];
  const now = (): Date => new Date(clock);

  const queue = (name: string): Queue => ({
    name,
    peek: () => Promise.resolve([]),
    send: (text, delaySeconds) =>
      steps.take(`send ${name}`, () =>
        Promise.resolve(void messages.push({ queue: name, text, visibleAt: clock + delaySeconds * 1000 })),
      ),
  });
  const { tables: stored } = memoryStorage();
  const tables = {
    ...stored,
    deliveries: watchWrites(stored.deliveries, (actions) => {
      recorded += actions.filter((action) => "values" in action && action.values["attemptedAt"] !== undefined).length;
    }),
  };
  const queues = {
    polls: queue("polls"),
    events: queue("events"),
    deliveries: queue("deliveries"),
    slowDeliveries: queue("deliveries-slow"),
    redrives: queue("redrives"),
  };
  const storageDeps = {
    sealing: createSealer([{ keyId: "test", key: Buffer.alloc(32, 7) }]),
    report: (error: Error): never => {
      throw error;
    },
    now,
    random: () => 0.5,
    wait: () => Promise.resolve(),
  };
  const { reads, source } = refreshingSource(() => hasFailed, steps);
  /** A process begins with nothing in its memory. */
  const start = (): WorldDeps => {
    const storage = bindStorage(wrapTables(tables, steps.onTable), queues, storageDeps);
    const made: WorldDeps = {
      ...storage,
      ...reads,
      source,
      ...NO_TRACE,
      callsLeft: () => undefined,
      pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
      holdSeconds: 1_800,
      safetySeconds: 900,
      fullRefreshTypes: ["all"],
      post: ({ url, headers }) =>
        steps.take("post", () => {
          callbacks.push({ flow: url, eventId: headers["webhook-id"] ?? "", at: clock });
          return Promise.resolve({ ...answer, durationMs: 5 });
        }),
      callback: { publicBaseUrl: "https://example.org/api", signingKeys: [] },
      leaseSeconds: 15,
      subscriptionsPerConnection: 1_000,
      slowAnswerMs: 5_000,
      retrySchedule: RETRY_SCHEDULE_SECONDS,
      directQuota: createDirectQuota(directQuota),
      handOver: (event, marker) => handOverEvent(event, marker, made),
      pause: () => new Promise(() => undefined),
      randomId: () => `id${String((ids += 1)).padStart(20, "0")}`,
      now,
      random: () => 0.5,
      log: () => undefined,
    };
    return made;
  };
  let deps = start();
  const survives = async (work: () => Promise<void>): Promise<boolean> => {
    const isAlive = await steps.survives(work);
    if (!isAlive) deps = start();
    return isAlive;
  };
  const handlers: Record<string, (task: unknown) => Promise<void>> = {
    polls: (task) => pollInstance(parsePollTask(task), deps),
    events: (task) => dispatchEvent(parseDispatchTask(task), deps),
    deliveries: (task) => deliverChunk(parseDeliveryTask(task), deps),
    "deliveries-slow": (task) => deliverChunk(parseDeliveryTask(task), deps),
  };

  async function handleVisible(): Promise<void> {
    for (let due = nextDue(); due; due = nextDue()) {
      const message = due;
      // A host that dies leaves the message hidden until its lock is over.
      message.visibleAt = clock + MESSAGE_LOCK_SECONDS * 1000;
      const handle = handlers[message.queue];
      const isDone = await survives(() => handle?.(JSON.parse(message.text)) ?? Promise.resolve());
      if (isDone) messages.splice(messages.indexOf(message), 1);
    }
  }

  const nextDue = (): Message | undefined => messages.find(({ visibleAt }) => visibleAt <= clock);

  return {
    callbacks,
    crashedAt: steps.crashedAt,
    inFlight: () => inFlight,
    addFlows: (count) => saveFlows(bindStorage(tables, queues, storageDeps), count),
    failRefresh: () => void (hasFailed = true),
    subscribe: async (name) => {
      const request = {
        instanceId: INSTANCE_ID,
        trigger: "data-source-refresh-failed" as const,
        callbackUrl: `https://flows.example.org/${name}`,
        resource: SOURCE_ID,
        connection: "tests",
      };
      // A caller whose request got no answer asks again (docs/power-automate.md, "Subscribing and unsubscribing").
      const isAnswered = await survives(async () => void (await subscribe(request, deps)));
      if (!isAnswered) await subscribe(request, deps);
    },
    run: async (seconds) => {
      const end = clock + seconds * 1000;
      for (; clock < end; clock += 5_000) {
        await survives(() => schedulePolls(deps));
        if (clock % 15_000 === 0) await survives(() => sweep(deps));
        await handleVisible();
      }
    },
    rowsLeft: (prefix) => countRowsLeft(tables, prefix),
    deadLetters: async () => (await tables.deadLetters.list(INSTANCE_ID, EVERY_ROW)).length,
  };
}
