/** What the flags of the development host say. */
export interface HostOptions {
  /** Undefined: what local.settings.json says, else 7071. */
  readonly port: number | undefined;
  readonly appDirectory: string;
  /** Undefined: local.settings.json in the app's directory, if it is there. */
  readonly settingsFile: string | undefined;
  readonly isAuthEnabled: boolean;
  readonly key: string | undefined;
  readonly cors: string | undefined;
  readonly messageLockSeconds: number;
  readonly isStrict: boolean;
  /** Undefined: the timers' statuses are kept in memory. */
  readonly timerStatusFile: string | undefined;
}
