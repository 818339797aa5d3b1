/** The results: what a measurement is, and the table of them. */

const HEADINGS = ["measurement", "on", "median", "least", "most", "unit", "goal"] as const;

/** One number of a run: what was measured, where, and the goal it is held against. */
export interface Measurement {
  readonly name: string;
  /** The store behind it: `memory`, `azurite`, `bullmq`. */
  readonly on: string;
  readonly unit: "per s" | "ms" | "times";
  /** One for each repetition. */
  readonly values: readonly number[];
  readonly goal?: string;
}

/** A Markdown table of the medians, so that it can stand in the README as it is. */
export function renderTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ name, on, values, unit, goal }) => [
    name,
    on,
    round(quantile(values, 0.5)),
    round(Math.min(...values)),
    round(Math.max(...values)),
    unit,
    goal ?? "",
  ]);
  const widths = HEADINGS.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(HEADINGS), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function round(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** The value that the share `q`, in [0, 1], of all is not above. NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
