/** The app's settings and the values in them: lookup, `%NAME%` placeholders, time spans, queue names. */

export type Settings = Readonly<Record<string, string | undefined>>;

/** A queue's name as the service knows it: resolved and in lower case. Throws for one it would refuse. */
export function readQueueName(name: string | undefined, settings: Settings): string {
  if (name === undefined) throw new Error("queueName is missing.");
  const resolved = resolveNames(name, "queueName", settings).toLowerCase();
  if (!isQueueName(resolved))
    throw new Error(`queueName "${resolved}" must be 3 to 63 letters, digits and single dashes between them.`);
  return resolved;
}

/** Replaces each `%NAME%` by the setting of that name. Throws when there is none, naming the option. */
export function resolveNames(text: string, option: string, settings: Settings): string {
  return text.replace(/%([^%]+)%/g, (placeholder, name: string) => {
    const value = findSetting(settings, name);
    if (value === undefined) throw new Error(`${option}: '${placeholder}' does not resolve to a value.`);
    return value;
  });
}

/** A setting as the host finds it: whatever the case, with `__` and `:` the same. Empty counts as not set. */
export function findSetting(settings: Settings, name: string): string | undefined {
  const exact = settings[name];
  if (exact !== undefined && exact !== "") return exact;
  const wanted = normalise(name);
  const found = Object.entries(settings).find(([key, value]) => normalise(key) === wanted && value);
  return found?.[1];
}

function normalise(name: string): string {
  return name.replaceAll("__", ":").toLowerCase();
}

const QUEUE_NAME = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

export function isQueueName(name: string): boolean {
  return QUEUE_NAME.test(name);
}

export function isDisabled(functionName: string, settings: Settings): boolean {
  return [`AzureWebJobs.${functionName}.Disabled`, `AzureWebJobs_${functionName}_Disabled`]
    .map((name) => findSetting(settings, name)?.toLowerCase())
    .some((value) => value === "true" || value === "1");
}

const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/** A .NET time span `[d.]hh:mm[:ss[.fffffff]]` in milliseconds; undefined for any other text. */
export function parseTimeSpan(text: string): number | undefined {
  const match = TIME_SPAN.exec(text.trim());
  if (!match) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1, 5).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = Number(`0.${match[5] ?? "0"}`);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds + fraction) * 1_000;
}
