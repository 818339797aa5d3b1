import { createBulkhead } from "../delivery/bulkhead/createBulkhead";
import { createCappedPost } from "../delivery/bulkhead/createCappedPost";
import { createPost } from "../delivery/createPost";
import { type SlowDeliverDeps } from "../delivery/deliverSlowChunk";
import { type Config } from "./readConfig";
import { type LaneSettings } from "./readDeliverySettings";

/** The POSTs of both lanes, each with its deadline and its places at a host. Half of the normal deadline is slow: what takes longer would soon miss it. */
export function bindLanes(
  { allowedHosts, delivery: { lanes, mostPerHost, retrySchedule } }: Config,
  now: () => Date,
): Pick<SlowDeliverDeps, "post" | "leaseSeconds" | "slowAnswerMs" | "slowLane" | "retrySchedule"> {
  const bind = ({ deadlineSeconds, leaseSeconds }: LaneSettings): SlowDeliverDeps["slowLane"] => ({
    post: createCappedPost(
      createPost({ allowedHosts, connectionsPerHost: mostPerHost }, now),
      createBulkhead(mostPerHost),
      deadlineSeconds * 1_000,
    ),
    leaseSeconds,
  });
  return {
    ...bind(lanes.normal),
    slowLane: bind(lanes.slow),
    slowAnswerMs: lanes.normal.deadlineSeconds * 500,
    retrySchedule,
  };
}
