/** A CI environment as the source lists it. */
export interface Instance {
  /** Lower case. */
  readonly instanceId: string;
  readonly name?: string;
  /** Lower case: `active`, `updating`, `deactivated`…; absent when the source does not say. */
  readonly provisioningState?: string;
}
