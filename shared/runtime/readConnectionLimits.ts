import { type CallLimit } from "../rateLimit/callLimit";
import { type SettingReader } from "./readSetting";

/** The connector's documented limit (reference/connector-rules.md 9). */
const CALLS_PER_MINUTE = 100;
/** A log has an entry for each call: it is read and written whole. */
const MOST_CALLS = 1_000;

/** How many calls a connection may make in any 60 seconds, and how many subscriptions. */
export function readConnectionLimits(settings: SettingReader): CallLimit["limits"] {
  const read = (name: string): number =>
    settings.count(name, { fallback: CALLS_PER_MINUTE, least: 1, most: MOST_CALLS });
  return { calls: read("CONNECTION_CALLS_PER_MINUTE"), subscribes: read("CONNECTION_SUBSCRIBES_PER_MINUTE") };
}
