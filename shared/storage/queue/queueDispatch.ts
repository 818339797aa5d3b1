import { toInstant } from "../../model/instant";
import { type DispatchTask } from "../../model/task";
import { type Queue } from "./queue";

/** `events`: the queue of that name. */
export const queueDispatch =
  (events: Queue, now: () => Date) =>
  ({ instanceId, sequence, eventId }: DispatchTask): Promise<void> =>
    events.send(JSON.stringify({ instanceId, sequence, eventId, showsAt: toInstant(now()) }), 0);
