import { toInstant } from "../../model/instant";
import { type PollTask } from "../../model/task";
import { type Queue } from "./queue";

/** `polls`: the queue of that name. */
export const queuePoll =
  (polls: Queue, now: () => Date) =>
  ({ instanceId, traceparent }: PollTask): Promise<void> =>
    polls.send(JSON.stringify({ instanceId, traceparent, showsAt: toInstant(now()) }), 0);
