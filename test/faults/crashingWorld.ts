import { createSealer } from "../../shared/access/createSealer";
import { type DeliverDeps, deliverChunk } from "../../shared/delivery/deliverChunk";
import { type DispatchDeps, dispatchEvent } from "../../shared/delivery/dispatchEvent";
import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryDelay";
import { type SweepDeps, sweep } from "../../shared/delivery/sweep";
import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { type ScheduleDeps, schedulePolls } from "../../shared/detection/schedulePolls";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "../../shared/model/workflow";
import { bindStorage } from "../../shared/runtime/bindStorage";
import { type Queue } from "../../shared/storage/queue/queue";
import { type SubscribeDeps, subscribe } from "../../shared/subscriptions/subscribe";
import { parseDeliveryTask, parseDispatchTask, parsePollTask } from "../../shared/validation/parseTask";
import { INSTANCE_ID, SOURCE_ID, aDataSource, aJob, aNode, at } from "../builders/workflow";
import { memoryTable } from "../fakes/memoryTable";
import { type CrashPoint, crashingSteps, survives } from "./crashingSteps";

/** The host keeps the messages of a host that died hidden for so long (reference/functions-host.md 3.2). */
const MESSAGE_LOCK_SECONDS = 600;

interface Message {
  readonly queue: string;
  readonly text: string;
  visibleAt: number;
}

export interface World {
  readonly callbacks: { eventId: string; at: number }[];
  readonly crashedAt: () => string | undefined;
  subscribe(name: string): Promise<void>;
  failRefresh(): void;
  /** Runs timers and messages for so many seconds of the world's clock. A crashed host is up again at once. */
  run(seconds: number): Promise<void>;
  readonly rowsLeft: (prefix: string) => Promise<number>;
}

function unknown(): Promise<never> {
  return Promise.reject(new Error("the story has no such thing"));
}

/** The whole path from subscribe to callback on tables in memory, with a clock of its own and one crash. */
export function crashingWorld(crash: CrashPoint): World {
  let clock = Date.UTC(2026, 10, 20, 10, 1);
  const steps = crashingSteps(crash);
  let hasFailed = false;
  let ids = 0;
  const callbacks: { eventId: string; at: number }[] = [];
  const messages: Message[] = [];
  const now = (): Date => new Date(clock);

  const queue = (name: string): Queue => ({
    name,
    send: (text, delaySeconds) =>
      steps.take(`send ${name}`, () =>
        Promise.resolve(void messages.push({ queue: name, text, visibleAt: clock + delaySeconds * 1000 })),
      ),
  });
  const tables = {
    subscriptions: memoryTable("Subscriptions"),
    watches: memoryTable("Watches"),
    instanceState: memoryTable("InstanceState"),
    deliveries: memoryTable("Deliveries"),
    deadLetters: memoryTable("DeadLetters"),
  };
  const storage = bindStorage(
    {
      subscriptions: steps.onTable(tables.subscriptions),
      watches: steps.onTable(tables.watches),
      instanceState: steps.onTable(tables.instanceState),
      deliveries: steps.onTable(tables.deliveries),
      deadLetters: steps.onTable(tables.deadLetters),
    },
    {
      polls: queue("polls"),
      events: queue("events"),
      deliveries: queue("deliveries"),
      slowDeliveries: queue("deliveries-slow"),
    },
    {
      sealing: createSealer([{ keyId: "test", key: Buffer.alloc(32, 7) }]),
      report: (error) => {
        throw error;
      },
      now,
      random: () => 0.5,
      wait: () => Promise.resolve(),
    },
  );
  const read =
    <T>(name: string, value: () => T) =>
    async (): Promise<SourceAnswer<T>> =>
      steps.take(`read ${name}`, () => Promise.resolve({ ok: true, value: value(), unusable: [] }));
  const node = (): WorkflowNode =>
    hasFailed ? aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"] }) : aNode({ endedAt: at(0) });
  const jobs = (): readonly WorkflowJob[] =>
    hasFailed ? [aJob({ jobId: "job-2", status: "failed", endedAt: at(5) })] : [];
  const reads = {
    getInstance: read("instance", () => ({ instanceId: INSTANCE_ID, provisioningState: "active" })),
    listDataSources: read("data sources", () => [aDataSource()]),
    listSegments: unknown,
    getMeasure: unknown,
  };
  const deps: PollDeps & ScheduleDeps & SubscribeDeps & DispatchDeps & DeliverDeps & SweepDeps = {
    ...storage,
    ...reads,
    source: { ...reads, listJobs: read("jobs", jobs), listNodes: read("nodes", () => [node()]), getJob: unknown },
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    holdSeconds: 1_800,
    safetySeconds: 900,
    fullRefreshTypes: ["all"],
    post: ({ headers }) =>
      steps.take("post", () => {
        callbacks.push({ eventId: headers["webhook-id"] ?? "", at: clock });
        return Promise.resolve({ status: 202, durationMs: 5 });
      }),
    callback: { publicBaseUrl: "https://example.org/api", signingKeys: [] },
    leaseSeconds: 15,
    slowAnswerMs: 5_000,
    retrySchedule: RETRY_SCHEDULE_SECONDS,
    randomId: () => `id${String((ids += 1)).padStart(20, "0")}`,
    now,
    random: () => 0.5,
    log: () => undefined,
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
    failRefresh: () => void (hasFailed = true),
    subscribe: async (name) => {
      const request = {
        instanceId: INSTANCE_ID,
        trigger: "data-source-refresh-failed" as const,
        callbackUrl: `https://flows.example.org/${name}`,
        resource: SOURCE_ID,
        connection: "tests",
      };
      // A caller whose request got no answer asks again (reference/connector-rules.md 6).
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
    rowsLeft: async (prefix) => {
      const range = { from: prefix, before: `${prefix}~` };
      const [event] = await tables.instanceState.list(INSTANCE_ID, { from: "event:", before: "event:~" });
      const inState = await tables.instanceState.list(INSTANCE_ID, range);
      const inDeliveries = event ? await tables.deliveries.list(String(event.values["eventId"]), range) : [];
      return inState.length + inDeliveries.length;
    },
  };
}
