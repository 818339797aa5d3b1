import { createSealer } from "../../shared/access/sealer";
import { type DeliverDeps } from "../../shared/delivery/deliverChunk";
import { handOverEvent } from "../../shared/delivery/handOverEvent";
import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryPolicy";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { type CallLimit } from "../../shared/rateLimit/callLimit";
import { bindStorage } from "../../shared/runtime/bindStorage";
import { joinServices } from "../../shared/runtime/joinServices";
import { readConfig } from "../../shared/runtime/readConfig";
import { type Services } from "../../shared/runtime/serviceParts";
import { type Queues } from "../../shared/storage/createQueues";
import { aCaller } from "../builders/aCaller";
import { memoryStorage } from "../fakes/memoryStorage";
import { type Chance } from "../faults/schedules/chance";
import { NOW } from "./fuzzFailure";
import { fuzzFiles } from "./fuzzFiles";
import { fuzzSource } from "./fuzzSource";
import { fuzzWrites } from "./fuzzWrites";
import { anyText } from "./hostile";

const CONFIG = readConfig({ AzureWebJobsStorage: "UseDevelopmentStorage=true", CI_CALLS_PER_MINUTE: "100000" });
export const NO_LIMIT: CallLimit = {
  windowMs: 60_000,
  limits: { calls: 100, subscribes: 100 },
  admit: async () => ({ admitted: true, remaining: 99, retryAfterSeconds: 0 }),
};
const BASE_URL = "https://triggers.example/api";
const SEALER = createSealer([{ keyId: "fuzz", key: Buffer.alloc(32, 7) }]);

export interface FuzzWorld {
  readonly deps: Services;
  /** Takes the tasks off the queues, each with the name of its queue, as the host would hand it over. */
  readonly takeTasks: () => readonly QueuedTask[];
}

interface QueuedTask {
  readonly queue: keyof Queues;
  readonly task: unknown;
}

/** Everything that the functions need, in this process: storage that works, a source and receivers that do what they like. */
export function fuzzWorld(chance: Chance): FuzzWorld {
  const { tables, queues } = memoryStorage();
  const clock = { now: () => NOW, random: chance.next, wait: () => Promise.resolve() };
  const reads = fuzzSource(chance);
  const post = (): Promise<ReceiverAnswer | "host-busy"> => Promise.resolve(anyReceived(chance));
  const slowLane: Pick<DeliverDeps, "post" | "leaseSeconds"> = { post, leaseSeconds: 35 };
  const shared = joinServices(CONFIG, { tables, queues }, () => undefined);
  const joined = {
    ...shared,
    ...bindStorage(tables, queues, { sealing: SEALER, report: () => undefined, ...clock }),
    ...clock,
    ...reads,
    ...fuzzWrites(chance),
    partitions: { ...shared.partitions, ...reads, openPartitionFile: fuzzFiles(chance), ...clock },
    source: reads,
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    holdSeconds: 1_800,
    safetySeconds: 900,
    fullRefreshTypes: ["all"],
    post,
    slowLane,
    leaseSeconds: 15,
    slowAnswerMs: 5_000,
    retrySchedule: RETRY_SCHEDULE_SECONDS,
    links: { publicBaseUrl: BASE_URL, sealer: SEALER },
    callback: { publicBaseUrl: BASE_URL, signingKeys: [Buffer.alloc(32, 9)] },
    pause: () => new Promise<void>(() => undefined),
    identifyCaller: async () => ({ outcome: "known", caller: aCaller() }) as const,
    callLimit: NO_LIMIT,
    randomId: () => `fuzz${String(chance.between(0, 1e15)).padStart(18, "0")}`,
    log: () => undefined,
  };
  const deps: Services = { ...joined, handOver: (event, marker) => handOverEvent(event, marker, joined) };
  const takeTasks = (): readonly QueuedTask[] =>
    QUEUES.flatMap((queue) =>
      queues[queue].takeAll().map(({ text }) => ({ queue, task: JSON.parse(text) as unknown })),
    );
  return { deps, takeTasks };
}

const QUEUES = ["polls", "events", "deliveries", "slowDeliveries", "redrives"] as const;

function anyReceived(chance: Chance): ReceiverAnswer | "host-busy" {
  const durationMs = chance.pick([0, 4_999, 29_999]);
  if (chance.hit(0.1)) return "host-busy";
  if (chance.hit(0.2)) return { error: chance.pick(["timed-out", "unreachable", "address-refused"]), durationMs };
  const status = chance.between(100, 999);
  const errorCode = chance.hit(0.5) ? chance.pick(["WorkflowNotFound", anyText(chance)]) : undefined;
  const retryAfterSeconds = chance.hit(0.5) ? chance.pick([0, 5, 999_999_999]) : undefined;
  return {
    status,
    durationMs,
    ...(errorCode && { errorCode }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
