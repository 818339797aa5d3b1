import { type Sealer } from "../access/sealer";
import { type ListItemsDeps } from "../data/listItems";
import {
  type ListDataSourcesDeps,
  type ListEntitiesDeps,
  type ListInstancesDeps,
  type ListMeasuresDeps,
  type ListSegmentsDeps,
} from "../data/lookups";
import { type ReadPartitionDeps } from "../data/partitions/readPartition";
import { type CreateItemDeps, type UpdateItemDeps } from "../data/writes";
import { type AdvanceDeps } from "../delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../delivery/deadLetters/redriveDeadLetters";
import { type SlowDeliverDeps } from "../delivery/deliverChunk";
import { type DispatchDeps } from "../delivery/dispatchEvent";
import { type HandOverDeps } from "../delivery/handOverEvent";
import { type PoisonDeps } from "../delivery/poison";
import { type PurgeDeps } from "../delivery/purge/purge";
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

/** Everything that the functions need, joined. */
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
  PurgeDeps &
  TestDeps &
  Reads &
  StatusDeps &
  DataDeps &
  AnswerDeps & { readonly allowedHosts: readonly string[]; readonly health: () => Promise<HealthReport> };

/** Reads and writes of CI's data for callers. */
type DataDeps = ListInstancesDeps &
  ListDataSourcesDeps &
  ListSegmentsDeps &
  ListMeasuresDeps &
  ListEntitiesDeps &
  ListItemsDeps &
  CreateItemDeps &
  UpdateItemDeps & {
    readonly partitions: ReadPartitionDeps;
    /** What links to further pages are made of. */
    readonly links: { readonly publicBaseUrl: string; readonly sealer: Sealer };
  };

/** Lists that HTTP functions answer as they are stored. */
type Reads = Pick<
  ReturnType<typeof bindStorage>,
  "listDeadLetters" | "listPoison" | "listHistory" | "listDeliveries" | "listByConnection"
>;

/** Made once for a process. */
export type SharedServices = Omit<Services, "log" | "handOver">;
