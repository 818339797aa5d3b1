/**
 * Settings of delivery and of limits: deadlines and leases of callbacks, the retry schedule
 * (docs/guides/tune-delivery.md), allowed hosts, the limits of a connection (docs/guides/call-limit.md), and the ages
 * of the purge (docs/guides/purge.md).
 */
import { LATEST_START_SECONDS, LEASE_MARGIN_SECONDS } from "../delivery/lease";
import { type PurgeAges } from "../delivery/purge/ports";
import { RETRY_SCHEDULE_SECONDS } from "../delivery/retryPolicy";
import { type Lane } from "../model/delivery";
import { type CallLimit } from "../rateLimit/callLimit";
import { type SettingReader } from "./settingReader";

export interface LaneSettings {
  /** The deadline for a receiver's whole answer. */
  readonly deadlineSeconds: number;
  /**
   * The lease of a claim. A POST may begin `LATEST_START_SECONDS` after the claim and last as long as the deadline: a
   * lease that ended before would let two hosts call the same flow at once. A shorter setting counts as that.
   */
  readonly leaseSeconds: number;
}

export interface DeliverySettings {
  readonly lanes: Readonly<Record<Lane, LaneSettings>>;
  /** The maximum of concurrent POSTs to one receiver host, in each lane of each process. */
  readonly mostPerHost: number;
  /** Seconds before the second, third… attempt, before jitter. */
  readonly retrySchedule: readonly number[];
}

const SLOW_DEADLINE_SECONDS = 30;

export function readDeliverySettings(settings: SettingReader): DeliverySettings {
  const normal = readLane(settings, "CALLBACK", 10);
  const slow = readLane(settings, "SLOW_CALLBACK", Math.max(SLOW_DEADLINE_SECONDS, normal.deadlineSeconds));
  const mostPerHost = settings.count("CALLBACK_MAX_PER_HOST", { fallback: DEFAULT_PER_HOST, least: 1, most: 1_024 });
  return { lanes: { normal, slow }, mostPerHost: mostPerHost, retrySchedule: readRetrySchedule(settings) };
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
  return { deadlineSeconds, leaseSeconds: Math.max(leaseSeconds, deadlineSeconds + LATEST_START_SECONDS) };
}

/**
 * The maximum of concurrent tasks of one queue function in one process: `batchSize` plus `newBatchThreshold` in
 * host.json.
 */
export const MAX_CONCURRENT_TASKS = 64;

/** One whole chunk: a receiver takes a chunk at a time from each process, and the rest of the tasks go to others. */
const DEFAULT_PER_HOST = 16;

const MAX_RETRY_WAIT_SECONDS = 7 * 86_400;

const MAX_RETRIES = 100;

function readRetrySchedule(settings: SettingReader): readonly number[] {
  const name = "RETRY_SCHEDULE_SECONDS";
  const schedule = settings.list(name, RETRY_SCHEDULE_SECONDS.map(String)).map(Number);
  const isFit = schedule.every((seconds) => seconds >= 1 && seconds <= MAX_RETRY_WAIT_SECONDS);
  if (!isFit || schedule.length === 0 || schedule.length > MAX_RETRIES)
    settings.wrong(name, `must be 1 to ${MAX_RETRIES} waits, each from 1 to ${MAX_RETRY_WAIT_SECONDS} seconds`);
  return schedule;
}

/** Callback hosts of Power Automate and Logic Apps in the public cloud (docs/power-automate.md, Callback addresses). */
const FLOW_HOSTS = [".api.powerplatform.com", ".logic.azure.com"];

/**
 * The hosts of CI's files: Azure Data Lake and Blob storage in the public cloud (docs/customer-insights.md,
 * Partitions).
 */
const FILE_HOSTS = [".dfs.core.windows.net", ".blob.core.windows.net"];

interface AllowedHosts {
  readonly allowedHosts: readonly string[];
  readonly partitionHosts: readonly string[];
}

/** A suffix of at least two labels: a whole top-level domain belongs to nobody. */
const SUFFIX = /^(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?){2,}$/;

/**
 * Reads `CALLBACK_ALLOWED_HOSTS`, hosts that may be called, and `PARTITION_ALLOWED_HOSTS`, hosts that files are read
 * from: suffixes with a leading dot, or, for development, whole names. A whole name may be this machine, and is called
 * by http and on any port too, so it is refused where others could make use of it: it needs the storage emulator or the
 * development environment of the Functions host, and never works on App Service, which sets `WEBSITE_INSTANCE_ID`.
 */
export function readAllowedHosts(settings: SettingReader, isEmulator: boolean): AllowedHosts {
  return {
    allowedHosts: readHosts("CALLBACK_ALLOWED_HOSTS", FLOW_HOSTS, settings, isEmulator),
    partitionHosts: readHosts("PARTITION_ALLOWED_HOSTS", FILE_HOSTS, settings, isEmulator),
  };
}

function readHosts(
  name: string,
  fallback: readonly string[],
  settings: SettingReader,
  isEmulator: boolean,
): readonly string[] {
  const hosts = settings.list(name, fallback).map((host) => host.toLowerCase());
  const [suffixes, names] = [
    hosts.filter((host) => host.startsWith(".")),
    hosts.filter((host) => !host.startsWith(".")),
  ];
  if (!suffixes.every((suffix) => SUFFIX.test(suffix)))
    settings.wrong(name, "must hold suffixes of at least two labels, such as .logic.azure.com");
  if (!names.every(isHostName)) settings.wrong(name, "must hold host names without scheme, port or path");
  const isDevelopment = isEmulator || settings.text("AZURE_FUNCTIONS_ENVIRONMENT") === "Development";
  if (names.length > 0 && (!isDevelopment || settings.text("WEBSITE_INSTANCE_ID") !== undefined))
    settings.wrong(name, "must hold only suffixes with a leading dot: whole names are for development");
  return hosts;
}

function isHostName(name: string): boolean {
  return /^[a-z\d.[\]:-]+$/.test(name) && URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name;
}

/** The limit that the connector documents (docs/guides/call-limit.md). */
const CALLS_PER_MINUTE = 100;

/** The maximum of both limits: the log of calls has an entry for each call, and is read and written as a whole. */
const MAX_CALLS = 1_000;

/** Reads how many calls, and how many subscriptions, a connection may make in any 60 seconds. */
export function readConnectionLimits(settings: SettingReader): CallLimit["limits"] {
  const read = (name: string): number =>
    settings.count(name, { fallback: CALLS_PER_MINUTE, least: 1, most: MAX_CALLS });
  return { calls: read("CONNECTION_CALLS_PER_MINUTE"), subscribes: read("CONNECTION_SUBSCRIBES_PER_MINUTE") };
}

const MAX_DAYS = 3_650;

/** Reads after how many days rows are purged; a part of a day is possible. A pending event stays, however old it is. */
export function readPurgeAges(settings: SettingReader): PurgeAges {
  const days = (what: string, fallback: number): number =>
    settings.number(`PURGE_${what}_AFTER_DAYS`, { fallback, least: 1, most: MAX_DAYS });
  return {
    events: days("EVENTS", 30),
    deadLetters: days("DEAD_LETTERS", 90),
    subscriptions: days("SUBSCRIPTIONS", 30),
  };
}
