import { type Chance } from "./chance";

/** How likely each fault is, for each call it may befall. */
export interface Weather {
  readonly hosts: number;
  /** The host dies before or after a write, a send or a POST; a quarter as likely at a read. */
  readonly kill: number;
  /** A read of a store fails: 429, 500, 503. */
  readonly read: number;
  /** A write to a store fails, is repeated, is done and its answer lost, or is done late. */
  readonly write: number;
  /** The same for a message that is sent or deleted. */
  readonly send: number;
  readonly source: number;
  /** A call takes seconds, up to as long as the SDK tries. */
  readonly slow: number;
  /** A message is delivered to two hosts. */
  readonly twice: number;
  /** A message is never seen again. */
  readonly gone: number;
  /** A timer runs on two hosts. */
  readonly twoTimers: number;
  /** A task fails by a fault of our own each time it is tried, until that is mended. */
  readonly broken: number;
}

export const CALM: Omit<Weather, "hosts"> = {
  kill: 0,
  read: 0,
  write: 0,
  send: 0,
  source: 0,
  slow: 0,
  twice: 0,
  gone: 0,
  twoTimers: 0,
  broken: 0,
};

/** Each fault is absent from some schedules, rare in some, frequent in others: what hides behind one is found without it. */
export function someWeather(chance: Chance): Weather {
  const rate = (most: number): number => (chance.hit(0.35) ? 0 : most * chance.next() ** 2);
  return {
    hosts: chance.pick([1, 2, 2, 3]),
    kill: rate(0.06),
    read: rate(0.06),
    write: rate(0.2),
    send: rate(0.2),
    source: rate(0.2),
    slow: rate(0.1),
    twice: rate(0.4),
    gone: rate(0.2),
    twoTimers: rate(0.5),
    broken: rate(0.3),
  };
}
