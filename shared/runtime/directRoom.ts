import { type RoomSettings } from "../delivery/bulkhead/createDirectRoom";
import { TASKS_AT_ONCE } from "./readDeliverySettings";

/**
 * At most three quarters of the polls that a process runs at once wait for receivers, and as many chunks are under way without a queue as
 * the queue of deliveries has. Of one event half of that: the rest is for other events, and for other hosts to help with.
 */
export const DIRECT_ROOM: RoomSettings = {
  events: TASKS_AT_ONCE * 0.75,
  chunks: TASKS_AT_ONCE,
  chunksPerEvent: TASKS_AT_ONCE / 2,
};
