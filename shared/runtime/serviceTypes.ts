import { type ListItemsDeps } from "../data/listItems";
import {
  type ListDataSourcesDeps,
  type ListEntitiesDeps,
  type ListInstancesDeps,
  type ListMeasuresDeps,
  type ListSegmentsDeps,
} from "../data/lookups";
import { type CreateItemDeps, type UpdateItemDeps } from "../data/writes";
import { type AdvanceDeps } from "../delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../delivery/deadLetters/redriveDeadLetters";
import { type SlowDeliverDeps } from "../delivery/deliverChunk";
import { type DispatchDeps } from "../delivery/dispatchEvent";
import { type HandOverDeps } from "../delivery/handOverEvent";
import { type PoisonDeps } from "../delivery/deadLetters/poison";
import { type PurgeDeps } from "../delivery/purge/purge";
import { type SweepDeps } from "../delivery/sweep";
import { type TestDeps } from "../delivery/testSubscription";
import { type PollDeps } from "../detection/pollInstance";
import { type ScheduleDeps } from "../detection/schedulePolls";
import { type HttpPorts } from "../http/ports";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type UnsubscribeDeps } from "../subscriptions/unsubscribe";

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
  StatusDeps &
  DataDeps &
  HttpPorts;

/** Reads and writes of CI's data for callers. */
type DataDeps = ListInstancesDeps &
  ListDataSourcesDeps &
  ListSegmentsDeps &
  ListMeasuresDeps &
  ListEntitiesDeps &
  ListItemsDeps &
  CreateItemDeps &
  UpdateItemDeps;

/** Made once for a process. */
export type SharedServices = Omit<Services, "log" | "handOver">;
