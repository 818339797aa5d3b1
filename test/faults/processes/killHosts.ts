import { type StoredEvent } from "../../../shared/model/event";
import { deliveryRow } from "../../../shared/storage/deliveries/deliveryRows";
import { prefixRange } from "../../../shared/storage/table/keys";
import { type Stack } from "../../e2e/stack";
import { chanceFrom } from "../schedules/chance";
import { type Kill } from "./judgeDeliveries";
import { type ProcessOptions } from "./readProcessOptions";
import { type StoredCompany } from "./storedCompany";

const MOST_WAIT_MS = 120_000;
/** The last kill comes early enough for something to be under way. */
const LATEST_SHARE = 0.9;

interface Scene {
  readonly stack: Stack;
  readonly company: StoredCompany;
  readonly events: readonly StoredEvent[];
  readonly total: number;
  readonly say: (text: string) => void;
}

/** Kills hosts, each after so many callbacks as chance has it; it comes back while the next kill is awaited. */
export async function killHosts(scene: Scene, { hosts, kills, seed }: ProcessOptions): Promise<readonly Kill[]> {
  const { stack, say } = scene;
  const chance = chanceFrom(seed, "kills");
  const last = Math.floor(scene.total * LATEST_SHARE);
  const moments = Array.from({ length: kills }, () => chance.between(1, last)).toSorted((a, b) => a - b);
  const done: Kill[] = [];
  let back = Promise.resolve();
  for (const moment of moments) {
    await stack.flow.waitForReceived(moment, { timeoutMs: MOST_WAIT_MS });
    await back;
    const host = chance.between(0, hosts - 1);
    const restart = await stack.kill(host);
    const atMs = Date.now();
    back = restart();
    const claimed = await loadClaimed(scene);
    say(`host ${host} killed after ${stack.flow.received().length} callbacks; ${claimed.size} deliveries are claimed`);
    done.push({ atMs, claimed });
  }
  await back;
  return done;
}

/** Names of deliveries that are under way somewhere: those of the killed host stay so until their lease is over. */
async function loadClaimed({ company, events }: Scene): Promise<ReadonlyMap<string, string>> {
  const where = { property: "state", equals: "claimed" };
  const claimed = new Map<string, string>();
  // One after the other: the emulator looks at every row for each query, and has better things to do.
  for (const { eventId } of events) {
    const rows = await company.deliveries.list(eventId, prefixRange(PREFIX), { where, select: ["claimId"] });
    for (const { row, values } of rows)
      claimed.set(`${eventId}/${row.slice(PREFIX.length)}`, String(values["claimId"]));
  }
  return claimed;
}

const PREFIX = deliveryRow({ random: "" });
