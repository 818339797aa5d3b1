import { type Poison, type PoisonMessage } from "../../model/deadLetter";
import { toInstant } from "../../model/instant";
import { type Log } from "../../model/log";
import { describePoison } from "./describePoison";
import { type JudgeDeps, judgePoison } from "./judgePoison";

export interface PoisonDeps extends JudgeDeps {
  /** Once for each message, however often it comes. */
  readonly storePoison: (poison: Poison) => Promise<void>;
  readonly now: () => Date;
  readonly log: Log;
}

/** Keeps what the Functions host gave up on as a row, with its cause and whether it is tried again anyway. Queues nothing. */
export async function recordPoison(message: PoisonMessage, deps: PoisonDeps): Promise<void> {
  const { poisoned, poisonedAt = toInstant(deps.now()) } = message;
  const judged = poisoned
    ? await judgePoison(poisoned, deps)
    : { cause: "unreadable-message" as const, isPending: false };
  const poison: Poison = { ...message, poisonedAt, ...judged };
  await deps.storePoison(poison);
  deps.log({ name: "poison.recorded", ...describePoison(poison) });
}
