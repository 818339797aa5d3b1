import { type MeasureDefinition, type MeasureOutput, toMeasure } from "../../shared/model/measure";
import { at } from "../builders/workflow";

const scalar: MeasureDefinition = { kind: "entity", type: "structured", dimensionCount: 0, alias: "total" };

function output(minute: number, values: Record<string, unknown>): MeasureOutput {
  return { evaluatedAt: at(minute), values };
}

function aMeasure(parts: Partial<Parameters<typeof toMeasure>[0]> = {}) {
  return toMeasure({
    name: "Revenue",
    displayName: "Total revenue",
    definition: scalar,
    latestState: "completed",
    history: [],
    ...parts,
  });
}

test.each<[string, MeasureDefinition | undefined, string]>([
  ["entity, no dimensions", scalar, "eligible"],
  ["entity, scalar whatever its dimensions", { ...scalar, isScalar: true, dimensionCount: 2 }, "eligible"],
  [
    "entity, a manual query that is scalar",
    { ...scalar, type: "manual", isManualQueryScalar: true, dimensionCount: 1 },
    "eligible",
  ],
  [
    "entity, a manual query that says it is not",
    { ...scalar, type: "manual", isManualQueryScalar: false },
    "no-single-value",
  ],
  ["entity, a manual query that does not say", { ...scalar, type: "manual" }, "eligible"],
  [
    "the flag of manual queries on a structured measure",
    { ...scalar, isManualQueryScalar: true, dimensionCount: 1 },
    "has-dimensions",
  ],
  ["entity, dimensions", { ...scalar, dimensionCount: 1 }, "has-dimensions"],
  ["attribute", { ...scalar, kind: "attribute" }, "profile-measure"],
  ["a profile's, though scalar", { ...scalar, isProfile: true, isScalar: true }, "profile-measure"],
  ["a kind that the contract does not list", { ...scalar, kind: "other" }, "unknown-kind"],
  ["a kind that is left out: the rest decides", { dimensionCount: 0 }, "eligible"],
  ["no definition", undefined, "unknown-kind"],
])("T4 eligible? %s", (_, definition, expected) => {
  const { definition: __, ...bare } = { name: "Revenue", definition: scalar, history: [] };
  const { eligibility } = toMeasure(definition ? { ...bare, definition } : bare);
  expect(eligibility.ok ? "eligible" : eligibility.reason).toBe(expected);
});

test.each<[string, Record<string, unknown>, number | "ineligible" | undefined]>([
  ["the only entry, whatever its name", { anything: "12" }, 12],
  ["A15: of several the aggregate's alias", { Revenue: "1", total: "2", "Total revenue": "3" }, 2],
  ["A15: …else the display name", { Revenue: "1", "Total revenue": "3", x: "4" }, 3],
  ["A15: …else the name", { Revenue: "1", x: "4" }, 1],
  ["A15: …else it has no single value", { x: "4", y: "5" }, "ineligible"],
  ["no entries: no sample", {}, undefined],
  ["an integer", { x: "-42" }, -42],
  ["a sign", { x: "+7" }, 7],
  ["a fraction", { x: "1234.5678" }, 1234.5678],
  ["an exponent", { x: "1.5E+3" }, 1500],
  ["a number that is no text", { x: 12.5 }, 12.5],
  ["blanks around it", { x: " 8 " }, 8],
  ["a date", { x: "2026-11-20" }, undefined],
  ["empty", { x: "" }, undefined],
  ["null", { x: null }, undefined],
  ["NaN", { x: "NaN" }, undefined],
  ["infinite", { x: "1e999" }, undefined],
  ["hexadecimal", { x: "0x10" }, undefined],
  ["thousands", { x: "1,000" }, undefined],
  ["no digit before the point", { x: ".5" }, undefined],
  ["no digit after the point", { x: "5." }, undefined],
])("T4 value: %s", (_, values, expected) => {
  const { eligibility, samples } = aMeasure({ output: output(5, values) });
  expect(eligibility.ok ? samples[0]?.value : "ineligible").toBe(expected);
});

test("T4 a sample is told by its time; the history comes before the latest", () => {
  const history = [output(1, { x: "10" }), output(3, { x: "11" })];
  expect(aMeasure({ output: output(5, { x: "12" }), history }).samples).toEqual([
    { sampleId: at(1), value: 10, evaluatedAt: at(1) },
    { sampleId: at(3), value: 11, evaluatedAt: at(3) },
    { sampleId: at(5), value: 12, evaluatedAt: at(5) },
  ]);
});

test.each(["running", "failed", "none", ""])(
  "T4 the latest output of an evaluation that is %s is no sample, in the history neither",
  (state) => {
    const latest = output(5, { x: "12" });
    const history = [output(1, { x: "10" }), latest];
    expect(aMeasure({ latestState: state, output: latest, history }).samples.map(({ value }) => value)).toEqual([10]);
  },
);

test("A12 an output without a time is no sample", () => {
  expect(aMeasure({ output: { values: { x: "12" } } }).samples).toEqual([]);
});

test("A14 without an output, only the history counts", () => {
  expect(aMeasure({ history: [output(1, { x: "10" })] }).samples).toHaveLength(1);
});
