import { setTimeout as wait } from "node:timers/promises";
import { type ReceivedCallback } from "../../../dev/flow/inbox";
import { type StoredEvent, toReference } from "../../../shared/model/event";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Stack, startStack } from "../../e2e/stack";
import { type Judgement, type Received, judgeDeliveries } from "./judgeDeliveries";
import { killHosts } from "./killHosts";
import { type ProcessOptions } from "./readProcessOptions";
import { COMPANY_SETTINGS, type StoredCompany, openCompany } from "./storedCompany";

const MOST_FLOWS = 250;
/** Long enough for some POSTs to be under way whenever a host is killed. */
const ANSWER_MS = 100;
/** A few tasks at a time: else one host would take them all, and three would be too much for one machine's storage emulator. */
const SETTINGS = {
  ...COMPANY_SETTINGS,
  CALLBACK_MAX_PER_HOST: "256",
  AzureFunctionsJobHost__extensions__queues__batchSize: "8",
  AzureFunctionsJobHost__extensions__queues__newBatchThreshold: "4",
};
/** A lease, a sweep and a queue's wait after the last kill, on a machine that is busy. */
const MOST_QUIET_MS = 120_000;
const LOOK_MS = 250;
/** Deliveries. More than what killed hosts hold up. */
const MOST_UNDER_WAY = 1_000;

export interface ProcessResult extends Judgement {
  readonly seconds: number;
  /** Markers and chunks that were still there at the end. */
  readonly left: number;
}

/** Delivers events to a hundred flows over several hosts, of which some are killed (-9) and started again meanwhile. */
export async function runProcesses(options: ProcessOptions, say: (text: string) => void): Promise<ProcessResult> {
  const stack = await startStack(SETTINGS);
  try {
    for (let host = 1; host < options.hosts; host += 1) await stack.startAnotherHost();
    const company = await openCompany(stack.connectionString);
    const fanOut = Math.min(MOST_FLOWS, options.deliveries);
    const slow = { behaviour: "slow", delayMs: String(ANSWER_MS) };
    const flows = await company.subscribe(fanOut, (flow) => stack.flow.callbackUrl(flow, slow));
    const total = Math.ceil(options.deliveries / fanOut) * fanOut;
    const events: StoredEvent[] = [];
    const startedAt = performance.now();
    const [kills] = await Promise.all([
      killHosts({ stack, company, events, total, say }, options),
      makeEvents({ stack, company, events, fanOut, total }),
    ]);
    await everythingDelivered(stack, total);
    const seconds = (performance.now() - startedAt) / 1_000;
    const left = await everythingEnded(company, events);
    const log = stack.flow.received().map(toReceived);
    const eventIds = events.map(({ eventId }) => eventId);
    const judgement = judgeDeliveries(log, { eventIds, flows, kills });
    const problems = [...judgement.problems, ...(left > 0 ? [`${left} markers and chunks were left behind`] : [])];
    return { ...judgement, problems, seconds, left };
  } finally {
    await stack.stop();
  }
}

interface Making {
  readonly stack: Stack;
  readonly company: StoredCompany;
  readonly events: StoredEvent[];
  readonly fanOut: number;
  readonly total: number;
}

/** One event after the other, so that what is on its way is a bounded backlog: how long that takes is not what is asked. */
async function makeEvents({ stack, company, events, fanOut, total }: Making): Promise<void> {
  while (events.length * fanOut < total) {
    const stored = await company.storeEvents(["any"]);
    events.push(...stored);
    await Promise.all(stored.map((event) => company.handOver(event)));
    const made = events.length * fanOut;
    await stack.flow.waitForReceived(made - MOST_UNDER_WAY, { timeoutMs: MOST_QUIET_MS });
  }
}

async function everythingDelivered({ flow }: Stack, deliveries: number): Promise<void> {
  const delivered = (): number =>
    new Set(flow.received().map((each) => `${each.headers["webhook-id"]}/${each.flow}`)).size;
  const mostAt = performance.now() + MOST_QUIET_MS;
  while (delivered() < deliveries && performance.now() < mostAt) await wait(LOOK_MS);
}

/** How many markers and chunks there still are when there should be none. */
async function everythingEnded({ storage }: StoredCompany, events: readonly StoredEvent[]): Promise<number> {
  const mostAt = performance.now() + MOST_QUIET_MS;
  while ((await storage.hasPending(INSTANCE_ID)) && performance.now() < mostAt) await wait(LOOK_MS);
  const chunks = await Promise.all(events.map((event) => storage.listChunks(toReference(event))));
  return (await storage.countPending(INSTANCE_ID)).count + chunks.flat().length;
}

function toReceived({ flow, headers, body, receivedAt }: ReceivedCallback): Received {
  const eventId = headers["webhook-id"] ?? "";
  const inBody = (body as { readonly eventId?: string } | undefined)?.eventId ?? "";
  const ids = new Set([eventId, headers["ce-id"] ?? "", inBody]);
  return { flow, eventId, ids, atMs: Date.parse(receivedAt) };
}
