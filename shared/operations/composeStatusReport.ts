import { type DataSource, type Instance } from "../model/instance";
import { toInstant } from "../model/instant";
import { type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";
import { boundText } from "./boundText";
import { describeDataSources } from "./describeDataSources";
import { type DeliveryParts, describeDeliveries } from "./describeDeliveries";
import { type DetectionParts, describeDetection } from "./describeDetection";
import { describeMeasures } from "./describeMeasures";
import { describeRuns } from "./describeRuns";
import { describeSegments } from "./describeSegments";
import { describeUnification } from "./describeUnification";
import { type Detail, type StatusReport } from "./report";
import { toSection } from "./toSection";

/** What CI says of an instance, in any order. */
export interface SourceParts {
  readonly dataSources: readonly DataSource[];
  readonly nodes: readonly WorkflowNode[];
  readonly segments: readonly Segment[];
  readonly measures: readonly Measure[];
  readonly jobs: readonly WorkflowJob[];
}

export interface StatusParts extends SourceParts, DetectionParts, DeliveryParts {
  readonly instance: Instance;
  readonly detail: Detail;
  /** Operation types of jobs that are full refreshes, lower case. */
  readonly fullRefreshTypes: readonly string[];
  readonly now: Date;
}

export function composeStatusReport(parts: StatusParts): StatusReport {
  const { instance, dataSources, nodes, segments, measures, jobs, detail, now } = parts;
  const { instanceId, name, provisioningState } = instance;
  return {
    detail,
    reportedAt: toInstant(now),
    instance: {
      instanceId,
      ...(name === undefined ? {} : { name: boundText(name) }),
      ...(provisioningState === undefined ? {} : { provisioningState: boundText(provisioningState) }),
    },
    dataSources: toSection(describeDataSources(dataSources, nodes), detail),
    unification: describeUnification(nodes, detail),
    segments: toSection(describeSegments(segments, nodes), detail),
    measures: toSection(describeMeasures(measures, nodes), detail),
    lastRuns: describeRuns(jobs, parts),
    detection: describeDetection(parts),
    deliveries: describeDeliveries(parts),
  };
}
