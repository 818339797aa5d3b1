import { type DataPorts } from "../data/ports";
import { type AdvanceDeps } from "../delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../delivery/deadLetters/redriveDeadLetters";
import { type SlowDeliverDeps } from "../delivery/deliverChunk";
import { type DispatchDeps } from "../delivery/dispatchEvent";
import { type HandOverDeps } from "../delivery/handOverEvent";
import { type PoisonDeps } from "../delivery/deadLetters/poison";
import { type PurgePorts } from "../delivery/purge/ports";
import { type SweepDeps } from "../delivery/sweep";
import { type TestDeps } from "../delivery/testSubscription";
import { type PollDeps } from "../detection/pollInstance";
import { type ScheduleDeps } from "../detection/schedulePolls";
import { type HttpPorts } from "../http/ports";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type UnsubscribeDeps } from "../subscriptions/unsubscribe";

/** Everything that the functions need: the ports of all modules together. joinServices.ts makes it. */
export type Services = PollDeps &
  ScheduleDeps &
  SubscribeDeps &
  UnsubscribeDeps &
  HandOverDeps &
  DispatchDeps &
  SlowDeliverDeps &
  SweepDeps &
  RedriveDeps &
  AdvanceDeps &
  PoisonDeps &
  PurgePorts &
  TestDeps &
  StatusDeps &
  Omit<DataPorts, "openPartitionFile"> &
  HttpPorts;

/** The services that are made once for a process. */
export type SharedServices = Omit<Services, "log" | "handOver">;
