import { type PollDeps } from "../../shared/detection/pollInstance";
import { type StoredEvent } from "../../shared/model/event";
import { toInstant } from "../../shared/model/instant";
import { NO_TRACE } from "../../shared/model/log";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type StoredSubject, type SubjectChange } from "../../shared/model/subject";
import { SETTINGS, anInterest } from "../builders/observed";
import { INSTANCE_ID, aDataSource, aJob, aNode, at } from "../builders/workflow";

const now = new Date(Date.UTC(2026, 10, 20, 10, 30));
export const watch = { instanceId: INSTANCE_ID, nextPollAt: toInstant(now), failures: 0, version: "1" };

export function answering<T>(value: T): () => Promise<SourceAnswer<T>> {
  return () => Promise.resolve({ ok: true, value, unusable: [] });
}

function missing(): Promise<SourceAnswer<never>> {
  return Promise.resolve({ ok: false, failure: { kind: "not-found", message: "not there" } });
}

/** Deps over a subject that saw a refresh end at 10:00, where the source now shows one that failed at 10:05. */
export function aPoll(overrides: Partial<PollDeps> = {}): { deps: PollDeps; steps: string[]; lines: object[] } {
  const steps: string[] = [];
  const lines: object[] = [];
  const did = (step: string): Promise<void> => Promise.resolve(void steps.push(step));
  const failed = aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"] });
  const deps: PollDeps = {
    source: {
      listJobs: answering([aJob({ jobId: "job-2", status: "failed", endedAt: at(6) })]),
      listNodes: answering([failed]),
      listDataSources: answering([aDataSource()]),
      listSegments: answering([]),
      getMeasure: missing,
      getJob: missing,
      getInstance: answering({ instanceId: INSTANCE_ID, provisioningState: "active" }),
    },
    loadWatch: () => Promise.resolve(watch),
    loadInterest: () => Promise.resolve(anInterest({ triggers: ["data-source-refresh-failed"] })),
    loadSubjects: () => Promise.resolve([aSubject()]),
    commitChange: async (_, change) => {
      if (change.subjectId !== "readings") await did("commit");
      return { outcome: "committed", events: stored(change) };
    },
    handOver: ({ sequence }) => did(`hand over ${sequence}`),
    queueDispatch: ({ sequence }) => did(`queue ${sequence}`),
    rescheduleWatch: (_, { nextPollAt, failures }) => did(`next ${nextPollAt.slice(11, 19)} ${failures}`),
    removeSubjects: () => did("remove subjects"),
    hasPending: () => Promise.resolve(false),
    removeWatch: () => did("remove watch").then(() => "removed" as const),
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    isCrossed: () => Promise.resolve(true),
    suspendSubscriptions: (_, { reason, resource = "all" }) => did(`suspend ${resource} ${reason}`),
    resumeSubscriptions: (_, { resource = "all" }) => did(`resume ${resource}`),
    ...SETTINGS,
    ...NO_TRACE,
    callsLeft: () => 88,
    now: () => now,
    log: (line) => void lines.push(line),
    ...overrides,
  };
  return { deps, steps, lines };
}

function aSubject(): StoredSubject {
  const { dataSourceId } = aDataSource();
  return {
    subjectId: `data-source.${dataSourceId}`,
    version: "7",
    state: {
      kind: "data-source",
      signal: "nodes",
      settledAt: at(0),
      refreshState: "updated",
      episode: 0,
      baselineAt: at(0),
    },
  };
}

export function stored({ events }: SubjectChange): StoredEvent[] {
  return events.map((event, index) => ({ ...event, sequence: index + 1 }));
}
