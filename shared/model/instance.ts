import { type Instant } from "./instant";

/** A CI environment as the source lists it. */
export interface Instance {
  /** Lower case. */
  readonly instanceId: string;
  readonly name?: string;
  /** Lower case: `active`, `updating`, `deactivated`…; absent when the source does not say. */
  readonly provisioningState?: string;
}

/** A data source of an instance, as the source lists it. */
export interface DataSource {
  /** Lower case. */
  readonly dataSourceId: string;
  /** What people see: the friendly name, else the name. */
  readonly name?: string;
  /** Lower case: `notupdated`, `updated`, `updating`, `updatefailed`, `updatecancelled`; empty when the source does not say. */
  readonly refreshState: string;
  readonly lastRefreshedAt?: Instant;
}
