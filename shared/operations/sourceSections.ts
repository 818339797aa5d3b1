/**
 * The sections of the status report that come from CI: data sources, unification, segments, measures. Each counts its
 * things by state and, in a full report, lists them. Texts of CI are cut to a length that an answer can hold.
 */
import { defined } from "../model/defined";
import { type DataSource } from "../model/instance";
import { latest } from "../model/instant";
import { type Measure } from "../model/measure";
import { type Sample, type Segment } from "../model/segment";
import { shorten } from "../model/text";
import { type RunProblem, type WorkflowNode } from "../model/workflow";
import {
  type DataSourceStatus,
  type Detail,
  type ReportedProblem,
  type SampledItem,
  type Section,
  type StateCounts,
  type UnificationItem,
  type UnificationSection,
} from "./report";

/** The operation types of unification (docs/customer-insights.md, Groups of operation types). */
const STEPS = ["map", "match", "merge", "relationship"];

/** The steps of unification as they ran last. Unification succeeded when a merge did. */
export function describeUnification(nodes: readonly WorkflowNode[], detail: Detail): UnificationSection {
  const steps = nodes.filter(({ operationType }) => STEPS.includes(operationType));
  const merges = steps.filter(({ operationType }) => operationType === "merge");
  const lastSucceededAt = latest(merges.map((merge) => merge.lastSucceededAt));
  const section = toSection(steps.map(toItem), detail);
  return lastSucceededAt ? { ...section, lastSucceededAt } : section;
}

/** The limit of listed items, which bounds the answer. */
const MAX_ITEMS = 1_000;

/** Counts the items by state, and lists them in a full report. */
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
    ...displayDefined({ name }),
    state: status,
    ...defined({ endedAt, lastSucceededAt }),
    ...findProblem([node]),
  };
}

const MAX_TEXT_LENGTH = 200;

/** A name or state of CI, cut to 200 characters; `unknown` for an empty text. */
export function displayText(text: string): string {
  return text === "" ? "unknown" : shorten(text, MAX_TEXT_LENGTH);
}

/** The texts that are there, each as \`displayText\`. */
export function displayDefined<Name extends string>(
  texts: Readonly<Record<Name, string | undefined>>,
): { readonly [K in Name]?: string } {
  const shown = Object.entries<string | undefined>(texts).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, displayText(text)] as const],
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries does not know the names
  return Object.fromEntries(shown) as { readonly [K in Name]?: string };
}

/** The first error of these runs, else the first warning. */
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
    ...(code !== undefined && { code: shorten(code, MAX_CODE_LENGTH) }),
    ...(message !== undefined && { message: shorten(message, MAX_MESSAGE_LENGTH) }),
  };
}

const EVALUATIONS = ["measures", "entitymeasures", "attributemeasures"];

/** The state of a measure is that of its latest evaluation. A measure without a single value has no value here. */
export function describeMeasures(measures: readonly Measure[], nodes: readonly WorkflowNode[]): readonly SampledItem[] {
  const nodeOf = findNode(nodes, EVALUATIONS);
  return measures.map(({ name, displayName, samples }) => {
    const node = nodeOf(name);
    return describeSampled({ name, displayName, state: node?.status ?? "", samples }, node);
  });
}

/**
 * A function that finds the workflow node of a segment or measure: the node's identifier is CI's name, in any casing.
 */
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

/** A segment or measure with its newest value, and the problem of its latest evaluation. */
function describeSampled({ name, displayName, state, samples }: Sampled, node: WorkflowNode | undefined): SampledItem {
  const evaluatedAt = latest(samples.map((sample) => sample.evaluatedAt));
  const newest = samples.find((sample) => sample.evaluatedAt === evaluatedAt);
  return {
    name: displayText(name),
    ...displayDefined({ displayName }),
    state: displayText(state),
    ...(newest && { evaluatedAt: newest.evaluatedAt, value: newest.value }),
    ...findProblem(node ? [node] : []),
  };
}

/** The value of a segment is its number of members. */
export function describeSegments(segments: readonly Segment[], nodes: readonly WorkflowNode[]): readonly SampledItem[] {
  const nodeOf = findNode(nodes, ["segmentation"]);
  return segments.map(({ name, friendlyName, state, samples }) =>
    describeSampled({ name, displayName: friendlyName, state, samples }, nodeOf(name)),
  );
}

/**
 * Data sources with the problem of their latest ingestion, whose nodes' identifiers begin with the data source's id
 * (docs/customer-insights.md, A5).
 */
export function describeDataSources(
  dataSources: readonly DataSource[],
  nodes: readonly WorkflowNode[],
): readonly DataSourceStatus[] {
  const ingestions = nodes.filter(({ operationType }) => operationType === "ingestion");
  return dataSources.map(({ dataSourceId, name, refreshState, lastRefreshedAt }) => ({
    dataSourceId,
    ...displayDefined({ name }),
    state: displayText(refreshState),
    ...defined({ lastRefreshedAt }),
    ...findProblem(ingestions.filter(({ identifier }) => identifier?.startsWith(dataSourceId))),
  }));
}
