import { type Measure } from "../world/model";

export function describeMeasureDefinition(measure: Measure) {
  const { shape, table } = measure;
  const isManual = shape === "manualScalar" || shape === "manualTable";
  return {
    kind: shape === "profile" ? "attribute" : "entity",
    isScalar: shape === "scalar",
    linkedEntities: isManual ? [] : [{ kind: "base", entity: table, alias: "p" }],
    variables: [],
    filters: null,
    filteringCriteria: null,
    dimensions: dimensionsOf(measure),
    aggregates: isManual ? [] : measure.aliases.map((alias, order) => describeAggregate(measure, alias, order)),
    isProfile: shape === "profile",
    measureQuerySql: isManual ? `SELECT ${measure.operation}(${measure.column}) FROM ${table}` : null,
    type: isManual ? "manual" : "structured",
    isManualQueryScalar: shape === "manualScalar",
    dependencies: [],
  };
}

/** The manual query's columns are not known to the definition; a profile measure has one value per customer. */
function dimensionsOf({ shape, dimension }: Measure) {
  if (shape === "profile") return [describeDimension("Customer.CustomerId", "CustomerId", true)];
  return shape === "dimensioned" && dimension !== undefined
    ? [describeDimension(`p.${dimension}`, dimension, false)]
    : [];
}

function describeDimension(field: string, alias: string, isReadOnly: boolean) {
  return { field, alias, displayName: alias, order: 0, bucket: "none", isReadOnly };
}

function describeAggregate({ operation, column, displayName }: Measure, alias: string, order: number) {
  return {
    operation: order === 0 ? operation : "count",
    field: `p.${column}`,
    alias,
    displayName: order === 0 ? displayName : alias,
    order,
    operationScope: null,
    aggregates: [],
    isIncluded: true,
  };
}
