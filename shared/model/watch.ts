import { type Instant } from "./instant";
import { type Version } from "./subject";

/** Says that an instance has subscriptions and when to look at it next. */
export interface Watch {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  /** When the last poll ended, whatever came of it; absent: none has. */
  readonly lastPollAt?: Instant;
  /** Polls in a row that could not read the source. */
  readonly failures: number;
  /** Polls in a row that found the instance gone or hidden from us (A18); absent: none. */
  readonly invisible?: number;
  readonly version: Version;
}
