export const FAULT_KINDS = [
  "401",
  "403",
  "404",
  "429",
  "500",
  "503",
  "slow",
  "hang",
  "malformed",
  "empty",
  "truncated",
  "nonsense",
  "reset",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** How calls go wrong; what is undefined matches every call. */
export interface Fault {
  readonly kind: FaultKind;
  readonly operation: string | undefined;
  readonly pathContains: string | undefined;
  readonly instanceId: string | undefined;
  /** How many more calls it hits; undefined is until it is removed. */
  timesLeft: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly delayMs: number;
}
