import { type Entity } from "../model/entity";
import { type DataSource, type Instance } from "../model/instance";
import { type Instant } from "../model/instant";
import { type IneligibleReason, type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";

export interface ListEntitiesDeps {
  readonly listEntities: (instanceId: string) => Promise<SourceAnswer<readonly Entity[]>>;
}

export interface EntityItem {
  readonly name: string;
  readonly displayName: string;
  readonly kind?: string;
  readonly dataSourceName?: string;
}

/** Made by CI for itself; nobody reads them (reference/customer-insights-api.md 4.3). */
const HIDDEN = ["conflationmap", "corrupt"];

/** What a list of an instance's things is answered with. */
export type Lookup<T> =
  | { readonly outcome: "found"; readonly items: readonly T[] }
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

/** Whose list is asked for. */
export interface InstanceRequest {
  /** Lower case uuid. */
  readonly instanceId: string;
}

/** The entities of an instance that have rows to read. */
export async function lookUpEntities(
  { instanceId }: InstanceRequest,
  deps: ListEntitiesDeps,
): Promise<Lookup<EntityItem>> {
  const lookup = toList(await deps.listEntities(instanceId), showEntity, ({ displayName }) => displayName);
  if (lookup.outcome !== "found") return lookup;
  return { outcome: "found", items: lookup.items.filter(({ kind = "" }) => !HIDDEN.includes(kind)) };
}

/** The source's list as people see it: each thing shown, sorted by what it is called. */
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

export interface DataSourceItem {
  readonly dataSourceId: string;
  /** Its id where CI gives it no name. */
  readonly name: string;
  readonly state?: string;
  readonly lastRefreshedAt?: Instant;
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

/** One language for all hosts: the order must not depend on where a host runs. */
const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A sorted copy: as people sort, "Order 9" before "Order 10"; what they would call equal in the order of its characters. */
export function sortByName<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => COLLATOR.compare(nameOf(a), nameOf(b)) || compareText(nameOf(a), nameOf(b)));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Tables of two sources may have one name: the source tells them apart. */
function showEntity({ name, displayName, kind, dataSourceName }: Entity): EntityItem {
  return {
    name,
    displayName: dataSourceName === undefined ? displayName : `${displayName} (${dataSourceName})`,
    ...(kind && { kind }),
    ...(dataSourceName && { dataSourceName }),
  };
}

/** Of the shortest history that CI gives: no value is shown. */
const NO_HISTORY = { historyDays: 1 };

export interface ListSegmentsDeps {
  readonly listSegments: (
    instanceId: string,
    options: { readonly historyDays: number },
  ) => Promise<SourceAnswer<readonly Segment[]>>;
}

export interface SegmentItem {
  /** CI's key, which a subscription takes as `segmentName`; renaming changes `displayName` only. */
  readonly name: string;
  readonly displayName: string;
  readonly state?: string;
}

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

export interface ListInstancesDeps {
  readonly listInstances: () => Promise<SourceAnswer<readonly Instance[]>>;
}

export interface InstanceItem {
  readonly instanceId: string;
  /** Its id where CI gives it no name. */
  readonly name: string;
  readonly provisioningState?: string;
}

/** Every instance that this service may see and the caller may use. */
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

export interface ListMeasuresDeps {
  readonly listMeasures: (instanceId: string) => Promise<SourceAnswer<readonly Measure[]>>;
}

export interface MeasuresRequest extends InstanceRequest {
  /** Also those that the measure trigger refuses, and why. */
  readonly all: boolean;
}

export interface MeasureItem {
  /** CI's key, which a subscription takes as `measureName`; renaming changes `displayName` only. */
  readonly name: string;
  readonly displayName: string;
  /** Whether the measure trigger accepts it. */
  readonly isEligible: boolean;
  /** Only when it does not. */
  readonly reason?: IneligibleReason;
}

/** The measures of an instance that a threshold can be set for, or all. */
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

export interface ListDataSourcesDeps {
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<readonly DataSource[]>>;
}

/** The data sources of an instance. */
export async function lookUpDataSources(
  { instanceId }: InstanceRequest,
  deps: ListDataSourcesDeps,
): Promise<Lookup<DataSourceItem>> {
  return toList(await deps.listDataSources(instanceId), showDataSource, ({ name }) => name);
}
