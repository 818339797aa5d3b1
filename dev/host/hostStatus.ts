export type HostState = "Running" | "Draining";

/** The answer of `GET /admin/host/status`. */
export interface HostStatus {
  readonly id: string;
  readonly state: HostState;
  readonly version: string;
  /** Milliseconds. */
  readonly processUptime: number;
  readonly runningInvocations: number;
  /** Functions that are not run, and why. */
  readonly errors: readonly string[];
}
