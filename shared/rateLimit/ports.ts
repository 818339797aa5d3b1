/**
 * The ports of the rate limit: what it asks of storage and of its surroundings, each declared once. Storage fits these
 * types (`storage/rateLimits.ts`). The log of a bucket is a row that all hosts share.
 */
import { type Version } from "../model/stored";
import { type AdmittedCalls } from "./admitCalls";

/** Two kinds of calls are counted apart: subscribing, and all other limited calls. */
export type CallBucket = "calls" | "subscribes";

export interface BucketKey {
  readonly connection: string;
  readonly bucket: CallBucket;
}

export interface StoredCallLog {
  /** Undefined when what is stored cannot be read: nobody knows how many calls there were. */
  readonly log: readonly AdmittedCalls[] | undefined;
  /** Absent when nothing is stored yet. */
  readonly version?: Version;
}

export interface RateLimitPorts {
  readonly loadCallLog: (key: BucketKey) => Promise<StoredCallLog>;
  /** Writes the log by its version. Undefined when another host was faster. */
  readonly saveCallLog: (
    key: BucketKey,
    log: readonly AdmittedCalls[],
    version: Version | undefined,
  ) => Promise<Version | undefined>;
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets, such as `performance.now`. */
  readonly monotonicMs: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly randomId: () => string;
}
