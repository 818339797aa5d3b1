import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type StatusDeps, type StatusParts } from "../../shared/operations/statusReport";
import { INSTANCE_ID } from "../builders/workflow";

export const NOW = new Date("2026-11-20T12:00:00Z");

/** The parts of a report; those of CI stand beside the others. */
export type StatusOf = Partial<StatusParts & Exclude<StatusParts["source"], { readonly kind: unknown }>>;

/** An instance that has nothing, that nobody watches, but for the parts given. */
export function statusParts({
  dataSources = [],
  nodes = [],
  segments = [],
  measures = [],
  jobs = [],
  ...parts
}: StatusOf = {}): StatusParts {
  return {
    instance: { instanceId: INSTANCE_ID },
    source: { dataSources, nodes, segments, measures, jobs },
    watch: undefined,
    gaps: [],
    suspended: {},
    pending: { count: 0 },
    unhealthy: { dormant: {}, slow: 0 },
    deadLetters: 0,
    detail: "full",
    fullRefreshTypes: ["all"],
    now: NOW,
    ...parts,
  };
}

export function answered<T>(value: T): Promise<SourceAnswer<T>> {
  return Promise.resolve({ ok: true, value, unusable: [] });
}

/** What the report asks, of the same instance. */
export function statusDeps(changes: Partial<StatusDeps> = {}): StatusDeps {
  return {
    getInstance: (instanceId) => answered({ instanceId }),
    listDataSources: () => answered([]),
    listNodes: () => answered([]),
    listSegments: () => answered([]),
    listMeasures: () => answered([]),
    listJobs: () => answered([]),
    loadWatch: () => Promise.resolve(undefined),
    listGaps: () => Promise.resolve([]),
    countSuspended: () => Promise.resolve({}),
    countPending: () => Promise.resolve({ count: 0 }),
    countUnhealthy: () => Promise.resolve({ dormant: {}, slow: 0 }),
    countDeadLetters: () => Promise.resolve(0),
    fullRefreshTypes: ["all"],
    now: () => NOW,
    ...changes,
  };
}
