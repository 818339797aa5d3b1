import { setTimeout as wait } from "node:timers/promises";
import { type Flow, startFlow } from "../../../dev/flow/startFlow";
import { type Stack, startStack } from "../../e2e/stack";
import { COMPANY_SETTINGS, type StoredCompany, openCompany } from "./storedCompany";

const SOURCES = 10;
const PER_SECOND = 15;
const MOST_WAIT_MS = 60_000;
/** A host for a small machine: 12 tasks at a time. Its neighbour's deliveries would take 15 of them. */
const SETTINGS = {
  ...COMPANY_SETTINGS,
  AzureFunctionsJobHost__extensions__queues__batchSize: "8",
  AzureFunctionsJobHost__extensions__queues__newBatchThreshold: "4",
  AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:00:00.100",
};

export interface Neighbourhood {
  /**
   * Open-loop traffic, a tenth of it to the neighbour: from its hand-over until it was received, for each event of the nine
   * others, in ms and in order; Infinity where it was not.
   */
  latencies(seconds: number): Promise<readonly number[]>;
  /** From now on the neighbour answers nobody. */
  hang(): void;
  stop(): Promise<void>;
}

/** Ten flows, each of a data source of its own; the first is at another receiver than the nine others. */
export async function openNeighbourhood(mostPerHost: number): Promise<Neighbourhood> {
  const [stack, neighbour] = await Promise.all([
    startStack({ ...SETTINGS, CALLBACK_MAX_PER_HOST: String(mostPerHost) }),
    startFlow(),
  ]);
  const company = await openCompany(stack.connectionString);
  const names: string[] = [];
  for (let source = 0; source < SOURCES; source += 1) {
    const { flow } = source === 0 ? { flow: neighbour } : stack;
    names.push(...(await company.subscribe(1, (name) => flow.callbackUrl(name), `source-${source}`)));
  }
  return {
    latencies: (seconds) => sendTraffic(stack, company, seconds),
    hang: () => neighbour.behave(names[0] ?? "", { behaviour: "hanging" }),
    stop: async () => void (await Promise.all([stack.stop(), neighbour.stop()])),
  };
}

async function sendTraffic({ flow }: Stack, company: StoredCompany, seconds: number): Promise<readonly number[]> {
  const sentAt = new Map<string, number>();
  const sending: Promise<void>[] = [];
  const startAt = performance.now();
  for (let second = 0; second < seconds; second += 1) {
    const sources = Array.from({ length: PER_SECOND }, (_, index) => (second * PER_SECOND + index) % SOURCES);
    const events = await company.storeEvents(sources.map((source) => `source-${source}`));
    for (const [index, event] of events.entries()) {
      await wait(Math.max(0, startAt + (second + index / PER_SECOND) * 1_000 - performance.now()));
      if (event.resource !== "source-0") sentAt.set(event.eventId, Date.now());
      sending.push(company.handOver(event));
    }
  }
  await Promise.all(sending);
  return arrivals(flow, sentAt);
}

async function arrivals(flow: Flow, sentAt: ReadonlyMap<string, number>): Promise<readonly number[]> {
  const arrived = (): Map<string, number> =>
    new Map(
      flow
        .received()
        .map(({ headers, receivedAt }) => [headers["webhook-id"] ?? "", Date.parse(receivedAt)] as const)
        .filter(([eventId]) => sentAt.has(eventId)),
    );
  const mostAt = performance.now() + MOST_WAIT_MS;
  while (arrived().size < sentAt.size && performance.now() < mostAt) await wait(100);
  const times = arrived();
  return [...sentAt].map(([eventId, sent]) => (times.get(eventId) ?? Infinity) - sent).toSorted((a, b) => a - b);
}
