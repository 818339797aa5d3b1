import { type DetectedEvent, type EventFields } from "../model/event";
import { type DataSource } from "../model/instance";
import { toInstant } from "../model/instant";
import { dataSourceSubjectId } from "../model/subject";
import { eventId } from "./eventId";
import { type RefreshRun } from "./refreshRun";

const LONGEST_MESSAGE = 500;

interface RefreshEventInput {
  readonly instanceId: string;
  readonly dataSource: DataSource;
  readonly run: RefreshRun;
  readonly now: Date;
  /** What tells this run from others of the source; its end where there is one. */
  readonly version?: string;
}

/** The event of an ended refresh (T1, T2). Its identity: instance, data source, end, outcome. */
export function refreshEvent({ instanceId, dataSource, run, now, version }: RefreshEventInput): DetectedEvent {
  const { dataSourceId, name } = dataSource;
  const trigger = run.outcome === "failed" ? "data-source-refresh-failed" : "data-source-refresh-succeeded";
  return {
    eventId: eventId([instanceId, dataSourceId, version ?? run.endedAt, run.outcome]),
    trigger,
    instanceId,
    subjectId: dataSourceSubjectId(dataSourceId),
    resource: dataSourceId,
    occurredAt: run.endedAt,
    detectedAt: toInstant(now),
    fields: {
      dataSourceId,
      ...(name === undefined ? {} : { dataSourceName: name }),
      ...(run.outcome === "failed" ? failureFields(run) : { hasWarnings: run.hasWarnings }),
    },
  };
}

function failureFields({ timedOut, partial, problem }: RefreshRun): EventFields {
  return {
    status: timedOut ? "timedOut" : "failed",
    partial,
    ...(problem?.code === undefined ? {} : { errorCode: problem.code }),
    ...(problem?.message === undefined ? {} : { errorMessage: problem.message.slice(0, LONGEST_MESSAGE) }),
  };
}
