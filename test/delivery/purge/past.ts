import * as fc from "fast-check";
import { OTHER_INSTANCE_ID, INSTANCE_ID } from "../../builders/anEvent";

/**
 * What is left to do for an event. `unseen`: it is not handed over; `retrying`: it has a chunk; `redriving`: it has a chunk
 * again, and no marker yet.
 */
const STATES = ["done", "done", "done", "gap", "unseen", "retrying", "redriving"] as const;

export interface PastEvent {
  readonly ageDays: number;
  readonly state: (typeof STATES)[number];
  readonly deliveries: number;
}

/** `abandoned`: only its entry in the callback's index is there. */
const FATES = ["active", "dormant", "revived", "superseded", "abandoned"] as const;

export interface PastSubscription {
  readonly ageDays: number;
  readonly fate: (typeof FATES)[number];
  /** In the chunk of the instance's first retrying event. */
  readonly isAwaited: boolean;
}

/** A redrive that somebody asked for so long ago; one that is not done stays. */
interface PastRedrive {
  readonly ageDays: number;
  readonly isDone: boolean;
}

/** What an instance has seen until now; its events from the oldest on. */
export interface PastInstance {
  readonly instanceId: string;
  readonly events: readonly PastEvent[];
  readonly subscriptions: readonly PastSubscription[];
  readonly letterAges: readonly number[];
  readonly redrives: readonly PastRedrive[];
}

/** Never just as old as what is kept. */
const ageDays = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most }).map((days) => days + 0.5);

const events = fc.array(
  fc.record({
    ageDays: ageDays(60),
    state: fc.constantFrom(...STATES),
    deliveries: fc.oneof({ weight: 9, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(230) }),
  }),
  { maxLength: 8 },
);

const subscriptions = fc.array(
  fc.record({ ageDays: ageDays(60), fate: fc.constantFrom(...FATES), isAwaited: fc.boolean() }),
  { maxLength: 6 },
);

const instance = (instanceId: string): fc.Arbitrary<PastInstance> =>
  fc.record({
    instanceId: fc.constant(instanceId),
    events: events.map((all) => all.toSorted((a, b) => b.ageDays - a.ageDays)),
    subscriptions,
    letterAges: fc.array(ageDays(180), { maxLength: 5 }),
    redrives: fc.array(fc.record({ ageDays: ageDays(180), isDone: fc.boolean() }), { maxLength: 5 }),
  });

/** Two instances, whose partitions stand before and after the callback index's. */
export const ANY_PAST: fc.Arbitrary<readonly PastInstance[]> = fc.tuple(
  instance(INSTANCE_ID),
  instance(OTHER_INSTANCE_ID.replace(/^./, "e")),
);
