import { type Version } from "../model/subject";
import { type AdmittedCalls } from "./admitCalls";

/** What is counted apart: subscribing, and all other limited calls. */
export type CallBucket = "calls" | "subscribes";

export interface BucketKey {
  readonly connection: string;
  readonly bucket: CallBucket;
}

export interface Admission {
  readonly admitted: boolean;
  /** Calls of the connection that would still be admitted. */
  readonly remaining: number;
  /** Until one more will be. */
  readonly retryAfterSeconds: number;
}

/** The limit of the process, which it keeps together with all others. */
export interface CallLimit {
  readonly windowMs: number;
  /** Most calls of a connection in any window. */
  readonly limits: Readonly<Record<CallBucket, number>>;
  /** Throws `storage-unavailable` when it cannot be known whether the call may be made: then it may not. */
  readonly admit: (key: BucketKey) => Promise<Admission>;
}

export interface StoredCallLog {
  /** Undefined when what is stored cannot be read: nobody knows how many calls there were. */
  readonly log: readonly AdmittedCalls[] | undefined;
  /** Absent when nothing is stored yet. */
  readonly version?: Version;
}

interface CallLogDeps {
  readonly loadCallLog: (key: BucketKey) => Promise<StoredCallLog>;
  /** Undefined when another host was faster. */
  readonly saveCallLog: (
    key: BucketKey,
    log: readonly AdmittedCalls[],
    version: Version | undefined,
  ) => Promise<Version | undefined>;
}

export interface CallLimitDeps extends CallLogDeps {
  readonly now: () => Date;
  /** Of a clock that nobody sets, such as `performance.now`. */
  readonly monotonicMs: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly random: () => number;
  readonly randomId: () => string;
}
