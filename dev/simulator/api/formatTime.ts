/** The source writes seven digits of a second; those beyond the millisecond depend on the instant alone. */
export function formatTime(at: number): string {
  const finer = String((Math.trunc(at / 10) * 7919 + (at % 10) * 1009) % 10_000).padStart(4, "0");
  return new Date(at).toISOString().replace("Z", `${finer}Z`);
}

/** null stands for "no date" until the scene decides how that is written. */
export function formatTimeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : formatTime(at);
}
