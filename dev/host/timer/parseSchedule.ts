import { parseTimeSpan } from "../settings/parseTimeSpan";
import { nextOccurrence } from "./nextOccurrence";
import { isNcrontab, parseNcrontab } from "./parseNcrontab";

const MINUTE_MS = 60_000;
const SAMPLED_OCCURRENCES = 5;

export interface Schedule {
  readonly text: string;
  /** The first occurrence strictly after a moment. */
  next(after: Date): Date;
  /** True when it fires more than once a minute: the host does not monitor such a schedule. */
  readonly isFrequent: boolean;
}

/** NCRONTAB in UTC, or a time span, which is a constant interval. Throws saying what is wrong with it. */
export function parseSchedule(text: string, now: Date): Schedule {
  if (isNcrontab(text)) return parseCron(text, now);
  const intervalMs = parseTimeSpan(text);
  if (!intervalMs) throw new Error(`schedule "${text}" is neither an NCRONTAB expression nor a time span.`);
  const next = (after: Date): Date => new Date(after.getTime() + intervalMs);
  return { text, next, isFrequent: intervalMs < MINUTE_MS };
}

function parseCron(text: string, now: Date): Schedule {
  const fields = parseNcrontab(text);
  const next = (after: Date): Date => {
    const found = nextOccurrence(fields, after);
    if (!found) throw new Error(`schedule "${text}" never comes.`);
    return found;
  };
  return { text, next, isFrequent: isFrequent(next, now) };
}

function isFrequent(next: (after: Date) => Date, now: Date): boolean {
  let previous = next(now);
  for (let sampled = 0; sampled < SAMPLED_OCCURRENCES; sampled += 1) {
    const following = next(previous);
    if (following.getTime() - previous.getTime() < MINUTE_MS) return true;
    previous = following;
  }
  return false;
}
