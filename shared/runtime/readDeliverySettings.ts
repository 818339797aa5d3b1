import { LEASE_MARGIN_SECONDS } from "../delivery/leaseMargin";
import { RETRY_SCHEDULE_SECONDS } from "../delivery/retryDelay";
import { type Lane } from "../model/delivery";
import { type SettingReader } from "./readSetting";

export interface LaneSettings {
  /** For a receiver's whole answer. */
  readonly deadlineSeconds: number;
  /** Of a claim: longer than the deadline, else two hosts would call the same flow at once. */
  readonly leaseSeconds: number;
}

export interface DeliverySettings {
  readonly lanes: Readonly<Record<Lane, LaneSettings>>;
  /** POSTs at once to one receiver host, in each lane of each process. */
  readonly mostPerHost: number;
  /** Seconds before the second, third… attempt, before jitter. */
  readonly retrySchedule: readonly number[];
}

/** Of one queue function in one process: `batchSize` and `newBatchThreshold` in host.json. */
export const TASKS_AT_ONCE = 64;
const LONGEST_WAIT_SECONDS = 7 * 86_400;
const MOST_RETRIES = 100;
const SLOW_DEADLINE_SECONDS = 30;

export function readDeliverySettings(settings: SettingReader): DeliverySettings {
  const normal = readLane(settings, "CALLBACK", 10);
  const slow = readLane(settings, "SLOW_CALLBACK", Math.max(SLOW_DEADLINE_SECONDS, normal.deadlineSeconds));
  const mostPerHost = settings.count("CALLBACK_MAX_PER_HOST", { fallback: defaultPerHost(), least: 1, most: 1_024 });
  return { lanes: { normal, slow }, mostPerHost, retrySchedule: readRetrySchedule(settings) };
}

function readRetrySchedule(settings: SettingReader): readonly number[] {
  const name = "RETRY_SCHEDULE_SECONDS";
  const schedule = settings.list(name, RETRY_SCHEDULE_SECONDS.map(String)).map(Number);
  const isFit = schedule.every((seconds) => seconds >= 1 && seconds <= LONGEST_WAIT_SECONDS);
  if (!isFit || schedule.length === 0 || schedule.length > MOST_RETRIES)
    settings.wrong(name, `must be 1 to ${MOST_RETRIES} waits, each from 1 to ${LONGEST_WAIT_SECONDS} seconds`);
  return schedule;
}

/** A tenth of the places, but enough for one host to take a chunk at a time. */
function defaultPerHost(): number {
  return Math.max(16, Math.round(TASKS_AT_ONCE / 10));
}

function readLane(settings: SettingReader, prefix: string, fallback: number): LaneSettings {
  const deadline = `${prefix}_DEADLINE_SECONDS`;
  const lease = `${prefix}_LEASE_SECONDS`;
  const deadlineSeconds = settings.number(deadline, { fallback, least: 1, most: 120 });
  const leaseSeconds = settings.number(lease, {
    fallback: deadlineSeconds + LEASE_MARGIN_SECONDS,
    least: 1,
    most: 300,
  });
  if (leaseSeconds <= deadlineSeconds) settings.wrong(lease, `must be more than ${deadline}`);
  return { deadlineSeconds, leaseSeconds };
}
