/** A new instance of one of the example companies, made from the catalogues. */
import { MEASURE_CATALOGUE, type MeasureTemplate, SEGMENT_CATALOGUE, type SegmentTemplate } from "./catalogue";
import { type DataSource, type Instance, type Measure, type Segment } from "./model";
import { makeId } from "./random";
import { SOURCE_CATALOGUE, type SourceTemplate } from "./sourceCatalogue";

interface Origin {
  readonly seed: number;
  readonly company: Instance["company"];
  readonly createdAt: number;
}

/**
 * An example company that has never refreshed anything. The wholesale company has a part of what the retail one has.
 */
export function createInstance(origin: Origin): Instance {
  const isRetail = origin.company === "retail";
  return {
    instanceId: makeId(origin.seed, origin.company, "instance"),
    name: isRetail ? "Contoso Retail" : "Contoso Wholesale",
    company: origin.company,
    isB2B: !isRetail,
    provisioningState: "active",
    ...newAudit(origin.createdAt),
    sources: part(SOURCE_CATALOGUE, isRetail, 2).map((template) => createSource(template, origin)),
    segments: part(SEGMENT_CATALOGUE, isRetail, 3).map((template) => createSegment(template, origin)),
    measures: part(MEASURE_CATALOGUE, isRetail, 3).map((template) => createMeasure(template, origin)),
    nodes: [],
    jobs: [],
    tasks: [],
    deleted: new Map(),
    rows: new Map(),
    writes: [],
  };
}

const newAudit = (at: number) => ({ version: 1, createdAt: at, updatedAt: at });

function part<T>(all: readonly T[], isWhole: boolean, step: number): readonly T[] {
  return isWhole ? all : all.filter((_, index) => index % step === 0 || index === 1);
}

function createSource(template: SourceTemplate, { seed, company, createdAt }: Origin): DataSource {
  return {
    ...newAudit(createdAt),
    dataSourceId: makeId(seed, company, "source", template.name),
    name: template.name,
    friendlyName: template.friendlyName,
    kind: template.kind,
    isActive: template.isActive ?? true,
    tables: template.tables,
    hasNode: template.hasNode ?? true,
    refreshState: "notUpdated",
    lastRefresh: undefined,
  };
}

function createSegment(template: SegmentTemplate, { company, createdAt }: Origin): Segment {
  return {
    ...newAudit(createdAt),
    name: template.name,
    friendlyName: template.friendlyName,
    isManual: template.isManual ?? false,
    isActive: template.isActive ?? true,
    rankedBy: template.rankedBy,
    descending: template.descending,
    nextCount: Math.round(template.share * customersOf(company)),
    evaluation: { jobStatus: "None", evaluatedAt: undefined, count: 0, runId: undefined, error: undefined },
    history: [],
  };
}

const RETAIL_CUSTOMERS = 300;

const WHOLESALE_CUSTOMERS = 90;

export function customersOf(company: Instance["company"]): number {
  return company === "retail" ? RETAIL_CUSTOMERS : WHOLESALE_CUSTOMERS;
}

function createMeasure(template: MeasureTemplate, { createdAt }: Origin): Measure {
  return {
    ...newAudit(createdAt),
    name: template.name,
    displayName: template.name,
    shape: template.shape,
    operation: template.operation,
    table: template.table,
    column: template.column,
    dimension: template.dimension,
    aliases: template.aliases ?? [template.name],
    isActive: true,
    nextValue: template.value ?? "",
    evaluation: { state: "none", endedAt: undefined, runId: undefined, error: undefined },
    output: undefined,
    lastSuccessAt: undefined,
    consecutiveFailures: 0,
    evaluationHistory: [],
    outputHistory: [],
  };
}
