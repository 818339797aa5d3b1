import { type Interest } from "../../shared/detection/observe/interest";
import { type Observed, type ObservedJobs } from "../../shared/detection/observe/observed";
import { planLists } from "../../shared/detection/observe/listPlan";
import { type Trigger } from "../../shared/model/event";
import { INSTANCE_ID } from "./workflow";

interface InterestParts {
  readonly triggers?: readonly Trigger[];
  readonly segments?: readonly string[];
  readonly measures?: readonly string[];
}

/** In named segments and measures, and in the triggers given. */
export function anInterest({ triggers = [], segments = [], measures = [] }: InterestParts = {}): Interest {
  const sampled: Trigger[] = [
    ...(segments.length > 0 ? (["segment-threshold-crossed"] as const) : []),
    ...(measures.length > 0 ? (["measure-threshold-crossed"] as const) : []),
  ];
  return { triggers: new Set([...triggers, ...sampled]), segments, measures };
}

export const SETTINGS = { holdSeconds: 1_800, safetySeconds: 900, fullRefreshTypes: ["all"] };

/** What a poll saw: an empty instance but for the parts given. */
export function anObserved(
  parts: Partial<Omit<Observed, "jobs">> & { readonly jobs?: Partial<ObservedJobs> } = {},
): Observed {
  const plan = planLists({
    interest: anInterest(),
    subjects: [],
    nodes: [],
    jobs: [],
    safetySeconds: SETTINGS.safetySeconds,
    now: new Date(0),
  });
  return {
    instanceId: INSTANCE_ID,
    nodes: [],
    measures: new Map(),
    absenceCounts: true,
    seenActive: false,
    plan,
    ...parts,
    jobs: { listed: [], lookedUp: [], gone: [], ...parts.jobs },
  };
}
