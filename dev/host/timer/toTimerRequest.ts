import { type InvocationRequest } from "../worker/coreTypes";
import { type TimerTick } from "./runTimer";

/** What a timer function gets; the host sends no status for a schedule it does not monitor. */
export function toTimerRequest(
  inputName: string,
  tick: TimerTick | undefined,
  isMonitored: boolean,
): InvocationRequest {
  const status = tick && isMonitored ? toScheduleStatus(tick) : null;
  const timer = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: tick?.isPastDue ?? false };
  return { inputData: [{ name: inputName, data: { json: JSON.stringify(timer) } }] };
}

function toScheduleStatus({ status }: TimerTick): object {
  return {
    Last: status.last?.toISOString() ?? "0001-01-01T00:00:00",
    Next: status.next.toISOString(),
    LastUpdated: status.lastUpdated.toISOString(),
  };
}
