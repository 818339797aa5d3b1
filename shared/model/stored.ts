/** Words of everything that is stored, whatever it is: a page of a list, the version of a row. */

/** A page of a stored list. `cursor` is opaque and says where the next page begins; absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

/** The version of a stored row: opaque, different for each state of the row. A write with an old version is refused. */
export type Version = string;
