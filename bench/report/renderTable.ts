import { type Measurement } from "./measurement";
import { quantile } from "./quantile";

const HEADINGS = ["measurement", "on", "median", "least", "most", "unit", "goal"] as const;

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
