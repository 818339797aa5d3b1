/**
 * Instances and data sources. "CI" is short for Dynamics 365 Customer Insights - Data; an instance is one environment
 * of it, with its own data. "The source" is the API of CI.
 */
import { type Instant } from "./instant";

/** An environment of CI as the source lists it. */
export interface Instance {
  /** A UUID in lower case. */
  readonly instanceId: string;
  readonly name?: string;
  /** The state in lower case: `active`, `updating`, `deactivated`…; absent when the source gives none. */
  readonly provisioningState?: string;
}

/** A data source of an instance, from which CI ingests tables. */
export interface DataSource {
  /** A UUID in lower case. */
  readonly dataSourceId: string;
  /** The name that people see: the friendly name, else the name. */
  readonly name?: string;
  /**
   * The state in lower case: `notupdated`, `updated`, `updating`, `updatefailed`, `updatecancelled`; empty when the
   * source gives none.
   */
  readonly refreshState: string;
  readonly lastRefreshedAt?: Instant;
}
