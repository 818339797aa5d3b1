import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { METRICS } from "../../shared/telemetry/telemetry";

const guide = readFileSync("docs/guides/watch.md", "utf8");

/** The first cells of the tables' rows, the part between the headings alone. */
function firstCells(from: string, to?: string): readonly string[] {
  const part = guide.slice(guide.indexOf(from), to === undefined ? undefined : guide.indexOf(to));
  return [...part.matchAll(/^\| `([a-zA-Z_.]+)` /gm)].map(([, name = ""]) => name).toSorted();
}

const code = readdirSync("shared", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join("shared", file), "utf8"))
  .join("\n");

test("the guide lists every log line of the code, and no other", () => {
  const logged = [...code.matchAll(/\bname: "([a-zA-Z]+\.[a-z]+)"/g)].map(([, name = ""]) => name);
  expect(logged.length).toBeGreaterThan(30);
  expect(firstCells("## Log lines", "## Metrics and traces")).toEqual([...new Set(logged)].toSorted());
});

test("the guide lists every metric of the code with its kind, and no other", () => {
  const listed = firstCells("| metric").filter((name) => name.startsWith("triggers."));
  expect(listed).toEqual(Object.keys(METRICS).toSorted());
  for (const [name, { kind }] of Object.entries(METRICS))
    expect(guide).toMatch(new RegExp(`\\| \`${name}\` +\\| ${kind} `));
});
