import { type Sealer } from "../access/sealer";
import { type ReadPartitionDeps } from "../data/partitions/readPartition";
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
import { type AnswerDeps } from "../http/answer";
import { type HealthReport } from "../operations/checkHealth";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type UnsubscribeDeps } from "../subscriptions/unsubscribe";
import { type bindStorage } from "./bindStorage";

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
  Reads &
  StatusDeps &
  DataDeps &
  AnswerDeps & { readonly allowedHosts: readonly string[]; readonly health: () => Promise<HealthReport> };

interface DataDeps extends Omit<DataPorts, "openPartitionFile"> {
  readonly partitions: ReadPartitionDeps;
  /** The parts of links to further pages. */
  readonly links: { readonly publicBaseUrl: string; readonly sealer: Sealer };
}

/** Lists that HTTP functions answer as they are stored. */
type Reads = Pick<
  ReturnType<typeof bindStorage>,
  "listDeadLetters" | "listPoison" | "listHistory" | "listDeliveries" | "listByConnection"
>;

/** The services that are made once for a process. */
export type SharedServices = Omit<Services, "log" | "handOver">;
