import { type Option, describeOptions, parseNumber, readOptions } from "../dev/options/options";

export const PARTS = ["memory", "azurite", "growth", "peer"] as const;

const OPTIONS = {
  only: { value: "<part,…>", help: `of ${PARTS.join(", ")}; default all` },
  runs: { value: "<n>", help: "repetitions of each measurement, default 5; the table has their medians" },
  json: { value: "<file>", help: "write all values there" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

export const BENCH_USAGE = `npm run bench -- [options]\n\n${describeOptions(OPTIONS)}`;

export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Repetitions of each measurement. */
  readonly runs: number;
  /** The file for the JSON; if absent, none is written. */
  readonly json?: string;
  readonly help: boolean;
}

/** Throws naming the flag that is wrong. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { only, runs, json, help } = readOptions(OPTIONS, args, {});
  return {
    parts: only === undefined ? PARTS : only.value.split(",").map(toPart),
    runs: parseNumber(runs, 5, { min: 1, max: 100 }),
    ...(json === undefined ? {} : { json: json.value }),
    help: help !== undefined,
  };
}

function toPart(text: string): Part {
  const part = PARTS.find((each) => each === text.trim());
  if (part) return part;
  throw new Error(`--only takes ${PARTS.join(", ")}, got "${text}"`);
}
