/** The six kinds of event a flow can subscribe to, as they appear in routes, keys and callbacks. */
export const TRIGGERS = [
  "data-source-refresh-failed",
  "data-source-refresh-succeeded",
  "segment-threshold-crossed",
  "measure-threshold-crossed",
  "full-refresh-completed",
  "unification-completed",
] as const;

export type Trigger = (typeof TRIGGERS)[number];

export function isTrigger(value: string): value is Trigger {
  return (TRIGGERS as readonly string[]).includes(value);
}
