/** What a flow does with the callbacks that reach it, as `PUT /_control/flows/{name}` and the callback URL's query say it. */
export interface FlowBehaviour {
  readonly behaviour: BehaviourName;
  /** Only the first so many callbacks are treated so; later ones are accepted. Absent: all. */
  readonly times?: number;
  /** For `error` (400 to 599, else 500) and `redirecting` (300 to 399, else 302). */
  readonly status?: number;
  /** For `throttled` and `error`. */
  readonly retryAfterSeconds?: number;
  /** Says `retryAfterSeconds` as an HTTP date. */
  readonly retryAfterAsDate?: boolean;
  /** For `slow`: before the answer; for `slow-drip`: between two bytes of the body. */
  readonly delayMs?: number;
  /** For `slow-drip`. */
  readonly bytes?: number;
  /** For `redirecting`: the name of another flow. */
  readonly to?: string;
}

export const BEHAVIOUR_NAMES = [
  "accepts",
  "off",
  "deleted",
  "stale",
  "schema-mismatch",
  "gone",
  "unauthorized",
  "forbidden",
  "throttled",
  "error",
  "slow",
  "hanging",
  "slow-drip",
  "redirecting",
  "reset",
] as const;

export type BehaviourName = (typeof BEHAVIOUR_NAMES)[number];
