/**
 * The lists for drop-downs of a flow's designer: instances, data sources, segments, measures, entities. Each shows the
 * source's list, sorted by name; nothing is paged.
 */
import { type Entity } from "../model/entity";
import { type DataSource, type Instance } from "../model/instance";
import { type Instant } from "../model/instant";
import { type IneligibleReason, type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type DataPorts } from "./ports";

export interface EntityItem {
  readonly name: string;
  readonly displayName: string;
  readonly kind?: string;
  readonly dataSourceName?: string;
}

/** Kinds of entities that CI makes for its own use (docs/customer-insights.md). */
const HIDDEN = ["conflationmap", "corrupt"];

/** The result of a lookup. */
export type Lookup<T> =
  | { readonly outcome: "found"; readonly items: readonly T[] }
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

export interface InstanceRequest {
  /** A UUID in lower case. */
  readonly instanceId: string;
}

export type ListEntitiesDeps = Pick<DataPorts, "listEntities">;

/** The entities of an instance that callers may read. */
export async function lookUpEntities(
  { instanceId }: InstanceRequest,
  deps: ListEntitiesDeps,
): Promise<Lookup<EntityItem>> {
  const lookup = toList(await deps.listEntities(instanceId), showEntity, ({ displayName }) => displayName);
  if (lookup.outcome !== "found") return lookup;
  return { outcome: "found", items: lookup.items.filter(({ kind = "" }) => !HIDDEN.includes(kind)) };
}

/** The source's list, each thing in the form that callers see, sorted by name. */
function toList<Thing, Shown extends object>(
  answer: SourceAnswer<readonly Thing[]>,
  show: (thing: Thing) => Shown,
  nameOf: (shown: Shown) => string,
): Lookup<Shown> {
  if (answer.ok) return { outcome: "found", items: sortByName(answer.value.map(show), nameOf) };
  return isHidden(answer.failure)
    ? { outcome: "unknown-instance" }
    : { outcome: "source-failed", failure: answer.failure };
}

/** One language for all hosts: the order must not depend on the locale of a host. */
const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * A copy sorted the way people sort: "Order 9" before "Order 10". Names that differ in case or accents only keep the
 * order of their characters.
 */
export function sortByName<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => COLLATOR.compare(nameOf(a), nameOf(b)) || compareText(nameOf(a), nameOf(b)));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Tables of two data sources may have the same name, so the name of the data source is added. */
function showEntity({ name, displayName, kind, dataSourceName }: Entity): EntityItem {
  return {
    name,
    displayName: dataSourceName === undefined ? displayName : `${displayName} (${dataSourceName})`,
    ...(kind && { kind }),
    ...(dataSourceName && { dataSourceName }),
  };
}

/** CI's shortest history: the list shows no values. */
const NO_HISTORY = { historyDays: 1 };

export interface SegmentItem {
  /** CI's key, the `segmentName` of a subscription. Renaming a segment changes its `displayName` only. */
  readonly name: string;
  readonly displayName: string;
  readonly state?: string;
}

export type ListSegmentsDeps = Pick<DataPorts, "listSegments">;

/** The segments of an instance. */
export async function lookUpSegments(
  { instanceId }: InstanceRequest,
  deps: ListSegmentsDeps,
): Promise<Lookup<SegmentItem>> {
  const answer = await deps.listSegments(instanceId, NO_HISTORY);
  return toList(answer, showSegment, ({ displayName }) => displayName);
}

function showSegment({ name, friendlyName = name, state }: Segment): SegmentItem {
  return { name, displayName: friendlyName, ...(state && { state }) };
}

export interface InstanceItem {
  readonly instanceId: string;
  /** The id when CI gives no name. */
  readonly name: string;
  readonly provisioningState?: string;
}

export type ListInstancesDeps = Pick<DataPorts, "listInstances">;

/** The instances that this service may see and the caller may use. */
export async function lookUpInstances(
  mayUse: (instanceId: string) => boolean,
  deps: ListInstancesDeps,
): Promise<Lookup<InstanceItem>> {
  const answer = await deps.listInstances();
  const theirs = answer.ok ? { ...answer, value: answer.value.filter((each) => mayUse(each.instanceId)) } : answer;
  return toList(theirs, showInstance, ({ name }) => name);
}

function showInstance({ instanceId, name = instanceId, provisioningState }: Instance): InstanceItem {
  return { instanceId, name, ...(provisioningState && { provisioningState }) };
}

export interface MeasuresRequest extends InstanceRequest {
  /** True for a list that includes the measures that the measure trigger refuses, with the reasons. */
  readonly all: boolean;
}

export interface MeasureItem {
  /** CI's key, the `measureName` of a subscription. Renaming a measure changes its `displayName` only. */
  readonly name: string;
  readonly displayName: string;
  /** True when the measure trigger accepts it. */
  readonly isEligible: boolean;
  /** Why the measure trigger refuses it; absent when it does not. */
  readonly reason?: IneligibleReason;
}

export type ListMeasuresDeps = Pick<DataPorts, "listMeasures">;

/** The measures of an instance that a threshold can be set for, or all measures. */
export async function lookUpMeasures(
  { instanceId, all }: MeasuresRequest,
  deps: ListMeasuresDeps,
): Promise<Lookup<MeasureItem>> {
  const lookup = toList(await deps.listMeasures(instanceId), showMeasure, ({ displayName }) => displayName);
  if (all || lookup.outcome !== "found") return lookup;
  return { outcome: "found", items: lookup.items.filter(({ isEligible }) => isEligible) };
}

function showMeasure({ name, displayName = name, eligibility }: Measure): MeasureItem {
  return {
    name,
    displayName,
    isEligible: eligibility.ok,
    ...(!eligibility.ok && { reason: eligibility.reason }),
  };
}

export interface DataSourceItem {
  readonly dataSourceId: string;
  /** The id when CI gives no name. */
  readonly name: string;
  readonly state?: string;
  readonly lastRefreshedAt?: Instant;
}

export type ListDataSourcesDeps = Pick<DataPorts, "listDataSources">;

/** The data sources of an instance. */
export async function lookUpDataSources(
  { instanceId }: InstanceRequest,
  deps: ListDataSourcesDeps,
): Promise<Lookup<DataSourceItem>> {
  return toList(await deps.listDataSources(instanceId), showDataSource, ({ name }) => name);
}

function showDataSource({
  dataSourceId,
  name = dataSourceId,
  refreshState,
  lastRefreshedAt,
}: DataSource): DataSourceItem {
  return {
    dataSourceId,
    name,
    ...(refreshState && { state: refreshState }),
    ...(lastRefreshedAt && { lastRefreshedAt }),
  };
}
