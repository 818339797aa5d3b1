/**
 * The milliseconds of processor time that the work takes. The time that passes says less about a piece of code: on a busy
 * machine other programs may have the processor for seconds.
 */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}
