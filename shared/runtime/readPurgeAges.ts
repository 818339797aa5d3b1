import { type PurgeAges } from "../delivery/purge/purgeAges";
import { type SettingReader } from "./readSetting";

const LONGEST_DAYS = 3_650;

/** Whole days or parts of one; what is still pending stays, however old it is. */
export function readPurgeAges(settings: SettingReader): PurgeAges {
  const days = (what: string, fallback: number): number =>
    settings.number(`PURGE_${what}_AFTER_DAYS`, { fallback, least: 1, most: LONGEST_DAYS });
  return {
    events: days("EVENTS", 30),
    deadLetters: days("DEAD_LETTERS", 90),
    subscriptions: days("SUBSCRIPTIONS", 30),
  };
}
