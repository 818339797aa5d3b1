/** A page of a stored list. `cursor` is opaque and says where the next page begins; absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}
