import { type Chunk, type Pending, type StoredPage } from "../model/delivery";
import { after } from "../model/instant";
import { type Version } from "../model/subject";
import { type DispatchTask } from "../model/task";
import { advancePending } from "./advancePending";
import { RECOVERY_SECONDS } from "./recovery";

export interface RestDeps {
  readonly queueDelivery: (chunk: Chunk, delaySeconds: number, version?: Version) => Promise<void>;
  readonly savePending: (pending: Pending) => Promise<Pending | undefined>;
  readonly queueDispatch: (task: DispatchTask) => Promise<void>;
  readonly now: () => Date;
}

/** What is not delivered by who stored the page: its other chunks are queued, then progress is saved, then the next page is queued. */
export async function handOverRest(marker: Pending, { chunks, cursor }: StoredPage, deps: RestDeps): Promise<void> {
  const others = chunks.filter(({ chunk }) => chunk.claims === 0);
  await Promise.all(others.map(({ chunk, version }) => deps.queueDelivery(chunk, 0, version)));
  const saved = await deps.savePending(advancePending(marker, cursor, after(deps.now(), RECOVERY_SECONDS)));
  if (saved && cursor !== undefined) await deps.queueDispatch(marker.event);
}
