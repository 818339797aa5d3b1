import { type Checked, guard } from "../../validation/guard";

type RowGuard<T> = (value: unknown) => value is T;

/** A check of a row's values, or of JSON within them; its schema is compiled when the first row is read. */
export function rowGuard<T>(schema: object): RowGuard<T> {
  let check: ((value: unknown) => Checked<T>) | undefined;
  return (value): value is T => {
    check ??= guard<T>(schema);
    return check(value).ok;
  };
}
