/**
 * The milliseconds of processor time that the work takes. The time that passes says less about a piece of code: on a busy
 * machine other programs may have the processor for seconds.
 */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

const SPIN_MS = 200;

/** How many times longer work takes now than it would if this process had a processor for itself; 1 on an idle machine. */
export function contention(): number {
  const startedAt = performance.now();
  const spent = process.cpuUsage();
  while (process.cpuUsage(spent).user < SPIN_MS * 1_000);
  return (performance.now() - startedAt) / SPIN_MS;
}
