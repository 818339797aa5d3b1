/**
 * The services: everything that the functions need, as the modules' ports declare it. The order here is that of the
 * modules. Two ports that declare one name with two types do not compile: an interface cannot extend both.
 * joinServices.ts makes the services.
 */
import { type Sealer } from "../access/sealer";
import { type ReadPartitionDeps } from "../data/partitions/readPartition";
import { type DataPorts } from "../data/ports";
import { type DeliveryPorts } from "../delivery/ports";
import { type PurgePorts } from "../delivery/purge/ports";
import { type PollDeps } from "../detection/pollInstance";
import { type DetectionPorts } from "../detection/ports";
import { type AnswerDeps } from "../http/answer";
import { type HealthReport } from "../operations/checkHealth";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscriptionPorts } from "../subscriptions/ports";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type bindStorage } from "./bindStorage";

export interface Services
  extends
    DetectionPorts,
    PollDeps,
    SubscriptionPorts,
    SubscribeDeps,
    DeliveryPorts,
    PurgePorts,
    Omit<DataPorts, "openPartitionFile">,
    StatusDeps,
    AnswerDeps,
    HttpServices {}

/** The services that HTTP functions use without a use case of a domain module, or that they pass to one. */
interface HttpServices extends Pick<
  ReturnType<typeof bindStorage>,
  "listHistory" | "listDeliveries" | "listByConnection"
> {
  /** The ports of readPartition, whose `getEntity` is not cached. */
  readonly partitions: ReadPartitionDeps;
  /** The parts of links to further pages. */
  readonly links: { readonly publicBaseUrl: string; readonly sealer: Sealer };
  /** Hosts that may receive callbacks. */
  readonly allowedHosts: readonly string[];
  readonly health: () => Promise<HealthReport>;
}

/** The services that are made once for a process; `log` and `handOver` belong to an invocation. */
export type SharedServices = Omit<Services, "log" | "handOver">;
