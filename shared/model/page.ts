/** Part of a list. `cursor` is opaque and says where to go on; absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}
