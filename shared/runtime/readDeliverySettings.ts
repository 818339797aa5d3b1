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
}

/** Loading what a chunk needs, and recording what became of it, takes part of the lease too. */
const LEASE_MARGIN_SECONDS = 5;
const SLOW_DEADLINE_SECONDS = 30;

export function readDeliverySettings(settings: SettingReader): DeliverySettings {
  const normal = readLane(settings, "CALLBACK", 10);
  const slow = readLane(settings, "SLOW_CALLBACK", Math.max(SLOW_DEADLINE_SECONDS, normal.deadlineSeconds));
  return { lanes: { normal, slow } };
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
