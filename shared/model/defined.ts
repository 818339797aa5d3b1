/**
 * A copy of an object without the keys whose value is `undefined`: optional properties are absent in this program,
 * never `undefined`.
 */
export function defined<const T extends object>(values: T): Defined<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // Object.fromEntries cannot know the keys that are left.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(entries) as Defined<T>;
}

/** The type of the copy: keys that may be `undefined` become optional, all others stay. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
