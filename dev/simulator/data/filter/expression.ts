export const COMPARISONS = ["eq", "ne", "gt", "ge", "lt", "le"] as const;

export type Comparison = (typeof COMPARISONS)[number];

export type Literal =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  /** Milliseconds since 1970. */
  | { readonly kind: "time"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null"; readonly value: null };

/** A parsed `$filter`; columns are written as the table has them. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly inner: Expression }
  | { readonly kind: "compare"; readonly column: string; readonly comparison: Comparison; readonly literal: Literal }
  | { readonly kind: "in"; readonly column: string; readonly literals: readonly Literal[] }
  | { readonly kind: "contains" | "startswith" | "endswith"; readonly column: string; readonly part: string }
  | { readonly kind: "member"; readonly segment: string };
