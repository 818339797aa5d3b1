/** One run of one handler. Its end is not known while it works. */
export interface Run {
  readonly host: Host;
  readonly name: string;
  readonly startedAt: number;
  endedAt: number | undefined;
  end: "done" | "threw" | "killed" | undefined;
  hasPosted: boolean;
  /** A fault befell it after its first POST: nobody may know what became of its POSTs. */
  disturbed: boolean;
  readonly onEnd: (end: "done" | "threw" | "killed") => void;
}

/** A process of the app. What it keeps in memory dies with it. */
export interface Host {
  readonly name: string;
  alive: boolean;
  readonly runs: Set<Run>;
}

export function endRun(run: Run, end: "done" | "threw" | "killed", now: number): void {
  if (run.end !== undefined) return;
  run.end = end;
  run.endedAt = now;
  run.host.runs.delete(run);
  run.onEnd(end);
}
