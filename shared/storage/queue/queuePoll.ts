import { type PollTask } from "../../model/task";
import { type Queue } from "./queue";

/** `polls`: the queue of that name. */
export const queuePoll =
  (polls: Queue) =>
  ({ instanceId }: PollTask): Promise<void> =>
    polls.send(JSON.stringify({ instanceId }), 0);
