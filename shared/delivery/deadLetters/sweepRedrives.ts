import { type Redrive } from "../../model/deadLetter";
import { after } from "../../model/instant";
import { type RedriveTask } from "../../model/task";
import { RECOVERY_SECONDS } from "../recovery";

export interface SweepRedrivesDeps {
  readonly listDueRedrives: (now: Date) => Promise<readonly Redrive[]>;
  readonly saveRedrive: (redrive: Redrive) => Promise<Redrive | undefined>;
  readonly queueRedrive: (task: RedriveTask, delaySeconds: number) => Promise<void>;
  readonly now: () => Date;
}

/** Queues again the redrives whose task was lost, or whose host died. */
export async function sweepRedrives(deps: SweepRedrivesDeps): Promise<void> {
  for (const redrive of await deps.listDueRedrives(deps.now())) {
    const ours = await deps.saveRedrive({ ...redrive, dueAt: after(deps.now(), RECOVERY_SECONDS) });
    if (ours) await deps.queueRedrive({ redriveId: redrive.redriveId, claim: redrive.claims + 1 }, 0);
  }
}
