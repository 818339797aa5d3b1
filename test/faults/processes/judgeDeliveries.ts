/** One callback as its receiver saw it. */
export interface Received {
  readonly flow: string;
  readonly eventId: string;
  /** The ids that its body and its headers give; one, where they agree. */
  readonly ids: ReadonlySet<string>;
  readonly atMs: number;
}

/** A host's end, and the deliveries that were claimed by any host just after it: `eventId/flow`, and the claim's id. */
export interface Kill {
  readonly atMs: number;
  readonly claimed: ReadonlyMap<string, string>;
}

interface Expected {
  readonly eventIds: readonly string[];
  readonly flows: readonly string[];
  readonly kills: readonly Kill[];
}

export interface Judgement {
  readonly problems: readonly string[];
  readonly posts: number;
  readonly duplicates: number;
  /** Deliveries that were claimed, and received, when a host was killed, over all kills. */
  readonly inFlight: number;
  /** From a kill to the next attempt of what was in hand then, the longest; 0 when there was none. */
  readonly slowestTakeOverMs: number;
}

const MOST_TAKE_OVER_MS = 60_000;

/** The verdict over a run in which hosts were killed amid deliveries (docs/power-automate.md, "What other senders get wrong"). */
export function judgeDeliveries(log: readonly Received[], { eventIds, flows, kills }: Expected): Judgement {
  const times = new Map(eventIds.flatMap((eventId) => flows.map((flow) => [`${eventId}/${flow}`, [] as number[]])));
  const problems: string[] = [];
  for (const { flow, eventId, ids, atMs } of log) {
    const known = times.get(`${eventId}/${flow}`);
    if (ids.size !== 1) problems.push(`${flow} was called with the ids ${[...ids].join(", ")}`);
    if (known) known.push(atMs);
    else problems.push(`${flow} was called for ${eventId}, of which nobody knows`);
  }
  for (const [name, [first, ...again]] of times) {
    if (first === undefined) problems.push(`${name} was not delivered`);
    const between = kills.filter(({ claimed, atMs }) => claimed.has(name) && (first ?? Infinity) <= atMs);
    if (again.length > between.length)
      problems.push(`${name} was delivered ${again.length + 1} times, and in flight at ${between.length} kills`);
  }
  const takeOvers = kills.flatMap((kill, index) => takeOversOf(kill, kills.slice(index + 1), times));
  const slowestTakeOverMs = Math.max(0, ...takeOvers);
  if (slowestTakeOverMs > MOST_TAKE_OVER_MS)
    problems.push(`what a killed host had in hand was tried again after ${slowestTakeOverMs} ms`);
  const duplicates = log.length - [...times.values()].filter(({ length }) => length > 0).length;
  const inFlight = kills.reduce((sum, { claimed, atMs }) => sum + receivedBefore(claimed, atMs, times), 0);
  return { problems, posts: log.length, duplicates, inFlight, slowestTakeOverMs };
}

type Times = ReadonlyMap<string, readonly number[]>;

/**
 * The times of the attempts that took over from a kill. What another host had in hand may have no later attempt: it was
 * not interrupted. What was claimed anew and then in hand at a later kill counts from that one.
 */
function takeOversOf({ claimed, atMs }: Kill, later: readonly Kill[], times: Times): readonly number[] {
  return [...claimed].flatMap(([name, claimId]) => {
    const next = times.get(name)?.find((each) => each > atMs);
    const isKilledAgain = later.some((kill) => {
      const again = kill.claimed.get(name);
      return kill.atMs < (next ?? 0) && again !== undefined && again !== claimId;
    });
    return next === undefined || isKilledAgain ? [] : [next - atMs];
  });
}

function receivedBefore(claimed: ReadonlyMap<string, string>, atMs: number, times: Times): number {
  return [...claimed.keys()].filter((name) => (times.get(name)?.[0] ?? Infinity) <= atMs).length;
}
