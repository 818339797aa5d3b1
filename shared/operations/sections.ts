import { type DataSource } from "../model/instance";
import { latest } from "../model/instant";
import { type Measure } from "../model/measure";
import { type Sample, type Segment } from "../model/segment";
import { shorten } from "../model/shorten";
import { type RunProblem, type WorkflowNode } from "../model/workflow";
import {
  type DataSourceStatus,
  type Detail,
  type ReportedProblem,
  type SampledItem,
  type Section,
  type StateCounts,
  type StatusReport,
  type UnificationItem,
} from "./report";

/** reference/customer-insights-api.md 3.1, groups. */
const STEPS = ["map", "match", "merge", "relationship"];

/** The steps of unification as they ran last; it succeeded when a merge did. */
export function describeUnification(nodes: readonly WorkflowNode[], detail: Detail): StatusReport["unification"] {
  const steps = nodes.filter(({ operationType }) => STEPS.includes(operationType));
  const merges = steps.filter(({ operationType }) => operationType === "merge");
  const lastSucceededAt = latest(merges.map((merge) => merge.lastSucceededAt));
  const section = toSection(steps.map(toItem), detail);
  return lastSucceededAt ? { ...section, lastSucceededAt } : section;
}

/** Keeps the answer bounded, whatever CI holds. */
const MAX_ITEMS = 1_000;

/** All counted by state, and in full listed. */
export function toSection<Item extends { readonly state: string }>(
  items: readonly Item[],
  detail: Detail,
): Section<Item> {
  const counts = countStates(items);
  return detail === "full" ? { ...counts, items: items.slice(0, MAX_ITEMS) } : counts;
}

export function countStates(items: readonly { readonly state: string }[]): StateCounts {
  const states = new Map<string, number>();
  for (const { state } of items) states.set(state, (states.get(state) ?? 0) + 1);
  return { total: items.length, states: Object.fromEntries(states) };
}

function toItem(node: WorkflowNode): UnificationItem {
  const { operationType, status, endedAt, lastSucceededAt } = node;
  const name = node.friendlyName ?? node.identifier;
  return {
    step: operationType,
    ...(name === undefined ? {} : { name: truncate(name) }),
    state: status,
    ...(endedAt ? { endedAt } : {}),
    ...(lastSucceededAt ? { lastSucceededAt } : {}),
    ...findProblem([node]),
  };
}

const LONGEST = 200;

/** A name or a state of CI at a length that an answer can hold; `unknown` for an empty one. */
export function truncate(text: string): string {
  return text === "" ? "unknown" : shorten(text, LONGEST);
}

/** The first error of what has run, else the first of its warnings. */
export function findProblem(runs: readonly { readonly problems: readonly RunProblem[] }[]): {
  readonly problem?: ReportedProblem;
} {
  const problems = runs.flatMap((run) => run.problems);
  const found = problems.find(({ severity }) => severity === "error") ?? problems[0];
  return found ? { problem: toReported(found) } : {};
}

const MAX_CODE_LENGTH = 100;

const MAX_MESSAGE_LENGTH = 300;

function toReported({ severity, code, message }: RunProblem): ReportedProblem {
  return {
    severity: shorten(severity, MAX_CODE_LENGTH),
    ...(code === undefined ? {} : { code: shorten(code, MAX_CODE_LENGTH) }),
    ...(message === undefined ? {} : { message: shorten(message, MAX_MESSAGE_LENGTH) }),
  };
}

const EVALUATIONS = ["measures", "entitymeasures", "attributemeasures"];

/** A measure has no state of its own: it is that of its latest evaluation. One without a single value has no value here. */
export function describeMeasures(measures: readonly Measure[], nodes: readonly WorkflowNode[]): readonly SampledItem[] {
  const nodeOf = findNode(nodes, EVALUATIONS);
  return measures.map(({ name, displayName, samples }) => {
    const node = nodeOf(name);
    return describeSampled({ name, displayName, state: node?.status ?? "", samples }, node);
  });
}

/** Finds by CI's name the node of a segment or a measure: its identifier, in any casing (reference/customer-insights-api.md 3.1). */
function findNode(
  nodes: readonly WorkflowNode[],
  operationTypes: readonly string[],
): (name: string) => WorkflowNode | undefined {
  const found = nodes.filter(({ operationType }) => operationTypes.includes(operationType));
  const byName = new Map(found.map((node) => [node.identifier?.toLowerCase(), node]));
  return (name) => byName.get(name.toLowerCase());
}

interface Sampled {
  readonly name: string;
  readonly displayName: string | undefined;
  readonly state: string;
  readonly samples: readonly Sample[];
}

/** One segment or measure with its newest value, and the problem of its latest evaluation. */
function describeSampled({ name, displayName, state, samples }: Sampled, node: WorkflowNode | undefined): SampledItem {
  const evaluatedAt = latest(samples.map((sample) => sample.evaluatedAt));
  const newest = samples.find((sample) => sample.evaluatedAt === evaluatedAt);
  return {
    name: truncate(name),
    ...(displayName === undefined ? {} : { displayName: truncate(displayName) }),
    state: truncate(state),
    ...(newest ? { evaluatedAt: newest.evaluatedAt, value: newest.value } : {}),
    ...findProblem(node ? [node] : []),
  };
}

/** A segment's value is its number of members. */
export function describeSegments(segments: readonly Segment[], nodes: readonly WorkflowNode[]): readonly SampledItem[] {
  const nodeOf = findNode(nodes, ["segmentation"]);
  return segments.map(({ name, friendlyName, state, samples }) =>
    describeSampled({ name, displayName: friendlyName, state, samples }, nodeOf(name)),
  );
}

/** With the problem of its latest ingestion, whose nodes begin with the data source's id (reference/customer-insights-api.md 3.2). */
export function describeDataSources(
  dataSources: readonly DataSource[],
  nodes: readonly WorkflowNode[],
): readonly DataSourceStatus[] {
  const ingestions = nodes.filter(({ operationType }) => operationType === "ingestion");
  return dataSources.map(({ dataSourceId, name, refreshState, lastRefreshedAt }) => ({
    dataSourceId,
    ...(name === undefined ? {} : { name: truncate(name) }),
    state: truncate(refreshState),
    ...(lastRefreshedAt ? { lastRefreshedAt } : {}),
    ...findProblem(ingestions.filter(({ identifier }) => identifier?.startsWith(dataSourceId))),
  }));
}
