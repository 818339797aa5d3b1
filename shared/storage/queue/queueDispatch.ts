import { type DispatchTask } from "../../model/task";
import { type Queue } from "./queue";

/** `events`: the queue of that name. */
export const queueDispatch =
  (events: Queue) =>
  ({ instanceId, sequence, eventId }: DispatchTask): Promise<void> =>
    events.send(JSON.stringify({ instanceId, sequence, eventId }), 0);
