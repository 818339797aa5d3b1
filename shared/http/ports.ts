/**
 * The ports of HTTP: everything that routes ask of their surroundings, beside the ports of the use cases that they
 * call. A route takes what it needs as `Pick<HttpPorts, …>`; `runtime/joinServices.ts` provides them.
 */
import { type Caller, type Identified } from "../access/caller";
import { type Credentials } from "../access/identifyCaller";
import { type Sealer } from "../access/sealer";
import { type ReadPartitionDeps } from "../data/partitions/readPartition";
import { type DeliveryStatus } from "../model/delivery";
import { type HistoryEntry } from "../model/event";
import { type InSpan, type Log } from "../model/log";
import { type Page } from "../model/stored";
import { type Subscription, type SubscriptionKey } from "../model/subscription";
import { type HealthReport } from "../operations/checkHealth";
import { type CallLimit } from "../rateLimit/callLimit";

export interface HttpPorts {
  readonly identifyCaller: (credentials: Credentials) => Promise<Identified>;
  readonly callLimit: CallLimit;
  readonly inSpan: InSpan;
  readonly log: Log;
  /** The last report on storage and source, made anew when it is old. Never rejects. */
  readonly health: () => Promise<HealthReport>;

  /**
   * The parts of links to further pages: the public address of the API, and the seal of cursors that hold more than a
   * key.
   */
  readonly links: { readonly publicBaseUrl: string; readonly sealer: Sealer };
  /** Hosts that callback URLs may have; one that begins with a dot stands for all its subdomains. */
  readonly allowedHosts: readonly string[];
  /** The deps of partitions stand apart, because they have a memory and a clock of their own. */
  readonly partitions: ReadPartitionDeps;

  /** Events and gaps of an instance, the latest first. */
  readonly listHistory: (instanceId: string, page: PageQuestion) => Promise<Page<HistoryEntry>>;
  /** The deliveries of an event; undefined for a cursor that is not ours. */
  readonly listDeliveries: (of: EventDeliveries, page: PageQuestion) => Promise<Page<DeliveryStatus> | undefined>;
  readonly listByConnection: (connection: string, page: PageQuestion) => Promise<Page<Subscription>>;
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
}

interface PageQuestion {
  readonly top: number;
  readonly cursor?: string;
}

export interface EventDeliveries {
  readonly eventId: string;
  /** The owner; absent for everybody's. */
  readonly connection?: Caller["connection"];
}

/** The ports that every route needs, whatever it does. */
export type AnswerPorts = Pick<HttpPorts, "identifyCaller" | "callLimit" | "inSpan" | "log">;
