import { after } from "../../model/instant";
import { type RedriveTask } from "../../model/task";
import { type Queue } from "./queue";

/** `redrives`: the queue of that name. The task shows after `delaySeconds`. */
export const queueRedrive =
  (redrives: Queue, now: () => Date) =>
  ({ redriveId, claim }: RedriveTask, delaySeconds: number): Promise<void> =>
    redrives.send(JSON.stringify({ redriveId, claim, showsAt: after(now(), delaySeconds) }), delaySeconds);
