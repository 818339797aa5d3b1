import { checkPackage } from "../../../connector/check/checkPackage";
import { type Draft, type Path, get, op, parameter, property, remove, set, spoilReleased } from "./aDraft";

const FILTER = parameter("ListItems", "$filter");
const NEW_QUERY = { name: "new", in: "query", type: "string", "x-ms-summary": "New", description: "A new one." };
const SETS: Path = ["properties", "connectionParameterSets", "values"];

function breaking(change: (draft: Draft) => void): readonly string[] {
  const broken = checkPackage(spoilReleased(change)).find(({ rule }) => rule.id === "R72");
  return broken?.findings ?? [];
}

function add(definition: unknown, operationId: string, parameters: object): void {
  (get(definition, [...op(operationId), "parameters"]) as object[]).push(parameters);
}

test.each<[string, (draft: Draft) => void, string]>([
  ["an operation that is gone", ({ definition }) => remove(definition, op("GetItem")), "operation GetItem is gone"],
  [
    "an operation of another name",
    ({ definition }) => set(definition, [...op("GetItem"), "operationId"], "ReadItem"),
    "operation GetItem is gone",
  ],
  [
    "another path",
    ({ definition }) => {
      set(definition, ["paths", "/abos"], get(definition, ["paths", "/subscriptions"]));
      remove(definition, ["paths", "/subscriptions"]);
    },
    "operation ListSubscriptions was get /subscriptions , is get /abos ",
  ],
  [
    "a parameter that is gone",
    ({ definition }) => set(definition, [...FILTER, "name"], "$where"),
    "input ListItems $filter is gone",
  ],
  [
    "another type",
    ({ definition }) => set(definition, [...FILTER, "type"], "number"),
    "input ListItems $filter was string , is number ",
  ],
  [
    "an input that is required now",
    ({ definition }) => set(definition, [...FILTER, "required"], true),
    "input ListItems $filter is required now",
  ],
  [
    "a new required input",
    ({ definition }) => add(definition, "ListItems", { ...NEW_QUERY, required: true }),
    "input ListItems new is new and required",
  ],
  [
    "a value that is no longer taken",
    ({ definition }) =>
      set(definition, [...property("SegmentThresholdCrossed", "direction"), "enum"], ["above", "below"]),
    "input SegmentThresholdCrossed body: .direction no longer takes either",
  ],
  [
    "a property of the answer that is gone",
    ({ definition }) =>
      remove(definition, [...op("TestSubscription"), "responses", "200", "schema", "properties", "accepted"]),
    "output TestSubscription 200: .accepted is gone",
  ],
  [
    "a property of what flows are told that is gone",
    ({ definition }) => remove(definition, ["definitions", "SegmentThresholdCrossedEvent", "properties", "value"]),
    "output /instances/{instanceId}/triggers/segment-threshold-crossed notification: .value is gone",
  ],
])("%s breaks flows", (_, change, finding) => {
  expect(breaking(change)).toContain(finding);
});

test("another way to sign in breaks connections", () => {
  expect(breaking(({ properties }) => void (get(properties, SETS) as object[]).pop())).toEqual([
    expect.stringContaining("authentication was"),
  ]);
});

test.each<[string, (draft: Draft) => void]>([
  ["nothing changed", () => undefined],
  ["a new optional input", ({ definition }) => add(definition, "ListItems", { ...NEW_QUERY, required: false })],
  [
    "a new property of an answer",
    ({ definition }) =>
      set(definition, [...op("TestSubscription"), "responses", "200", "schema", "properties", "more"], {
        type: "string",
      }),
  ],
  ["another description", ({ definition }) => set(definition, [...op("GetItem"), "description"], "Gets one.")],
])("%s breaks nothing", (_, change) => {
  expect(breaking(change)).toEqual([]);
});
