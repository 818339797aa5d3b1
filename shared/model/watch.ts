import { type Instant } from "./instant";
import { type Version } from "./subject";

/** Says that an instance has subscriptions and when to look at it next. */
export interface Watch {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  /** Polls in a row that could not read the source. */
  readonly failures: number;
  readonly version: Version;
}
