import { type NcrontabFields } from "./parseNcrontab";

/** The Gregorian calendar repeats within 400 years, and February 29 on a given weekday comes within 40. */
const SEARCH_YEARS = 40;

/** The first moment (UTC, whole second) strictly after `after` that matches every field. Undefined when none comes. */
export function nextOccurrence(fields: NcrontabFields, after: Date): Date | undefined {
  const [seconds, minutes, hours] = fields;
  const moment = new Date(after);
  moment.setUTCMilliseconds(0);
  moment.setUTCSeconds(moment.getUTCSeconds() + 1);
  const lastYear = moment.getUTCFullYear() + SEARCH_YEARS;
  while (moment.getUTCFullYear() <= lastYear) {
    if (!isDateAllowed(fields, moment)) toNextDate(fields, moment);
    else if (!hours.has(moment.getUTCHours())) moment.setUTCHours(moment.getUTCHours() + 1, 0, 0);
    else if (!minutes.has(moment.getUTCMinutes())) moment.setUTCMinutes(moment.getUTCMinutes() + 1, 0);
    else if (!seconds.has(moment.getUTCSeconds())) moment.setUTCSeconds(moment.getUTCSeconds() + 1);
    else return moment;
  }
  return undefined;
}

function isDateAllowed([, , , days, months, weekdays]: NcrontabFields, moment: Date): boolean {
  return months.has(moment.getUTCMonth() + 1) && days.has(moment.getUTCDate()) && weekdays.has(moment.getUTCDay());
}

function toNextDate([, , , , months]: NcrontabFields, moment: Date): void {
  if (months.has(moment.getUTCMonth() + 1)) moment.setUTCDate(moment.getUTCDate() + 1);
  else moment.setUTCMonth(moment.getUTCMonth() + 1, 1);
  moment.setUTCHours(0, 0, 0);
}
