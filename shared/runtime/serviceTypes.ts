/**
 * The services: everything that the functions need, as the modules' ports declare it. The order here is that of the
 * modules. Two ports that declare one name with two types do not compile: an interface cannot extend both.
 * joinServices.ts makes the services.
 */
import { type DataPorts } from "../data/ports";
import { type DeliveryPorts } from "../delivery/ports";
import { type PurgePorts } from "../delivery/purge/ports";
import { type PollDeps } from "../detection/pollInstance";
import { type DetectionPorts } from "../detection/ports";
import { type HttpPorts } from "../http/ports";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscriptionPorts } from "../subscriptions/ports";
import { type SubscribeDeps } from "../subscriptions/subscribe";

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
    HttpPorts {}

/** The services that are made once for a process; `log` and `handOver` belong to an invocation. */
export type SharedServices = Omit<Services, "log" | "handOver">;
