import { type HttpResponseInit } from "@azure/functions";
import { type AnyRoute } from "../../shared/http/route";
import { type TextSchema, checkText } from "../../shared/http/schema";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";
import { type Services } from "../../shared/runtime/serviceParts";
import { aCaller } from "../builders/aCaller";
import { INSTANCE_ID, anEvent } from "../builders/anEvent";
import { chanceFrom } from "../faults/schedules/chance";
import { fuzzWorld } from "../fuzz/fuzzWorld";
import { aHttpRequest } from "./aHttpRequest";
import { problemOf } from "./problemOf";

const PATH = {
  instanceId: INSTANCE_ID,
  entity: "Customer",
  itemId: "1",
  partitionId: "0".repeat(32),
  eventId: anEvent().eventId,
};

/** Texts that are just outside the limits of a schema. */
function misfits({ type, minimum, maximum, maxLength, enum: choices, pattern }: TextSchema): readonly string[] {
  return [
    ...(type === "boolean" ? ["maybe"] : []),
    ...(type === "integer" ? ["one", "1.5"] : []),
    ...(minimum === undefined ? [] : [String(minimum - 1)]),
    ...(maximum === undefined ? [] : [String(maximum + 1)]),
    ...(maxLength === undefined ? [] : ["x".repeat(maxLength + 1)]),
    ...(choices || pattern !== undefined ? [" nothing like it "] : []),
  ];
}

const ROUTES: readonly AnyRoute<Services>[] = ALL_ROUTES;
const CASES = ROUTES.flatMap((route) =>
  route.parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap(({ name, schema }) => misfits(schema).map((text) => ({ route, name, text: text.slice(-4_000) }))),
).map((each) => [each.route.operation, each.name, each.text, each.route] as const);

test("there are limits to prove", () => {
  expect(CASES.length).toBeGreaterThan(40);
});

test.each(CASES)("%s refuses %s=%s by its name", async (_, name, text, route) => {
  const request = aHttpRequest({ method: "GET", params: PATH, query: { [name]: text } });
  const { deps } = fuzzWorld(chanceFrom(1, "limits"));
  const ask = async (): Promise<HttpResponseInit> =>
    route.role === "none" ? { status: 200 } : route.handle(request, aCaller(), deps);
  const { status, options } = await problemOf(ask);
  expect([status, options.details?.map(({ target }) => target)]).toEqual([400, expect.arrayContaining([name])]);
});

const TEXT = { type: "string", title: "Text", description: "A text." } as const;

test.each<[Partial<TextSchema>, string, string | undefined]>([
  [{ type: "integer", minimum: 2, maximum: 9 }, "2", undefined],
  [{ type: "integer", minimum: 2, maximum: 9 }, "10", "must be a whole number from 2 to 9"],
  [{ type: "integer", minimum: 0, maximum: 9 }, "-0", "must be a whole number from 0 to 9"],
  [{ type: "boolean" }, "false", undefined],
  [{ type: "boolean" }, "False", "must be true or false"],
  [{ enum: ["a", "b"] }, "b", undefined],
  [{ enum: ["a", "b"] }, "", "must be one of a, b"],
  [{ format: "uuid" }, INSTANCE_ID.toUpperCase(), undefined],
  [{ format: "uuid" }, `${INSTANCE_ID} `, "must be the id of an instance (a uuid)"],
  [{ minLength: 1 }, "", "must not be empty"],
  [{ maxLength: 2 }, "abc", "must be at most 2 characters"],
  [{ pattern: "^a$" }, "b", "is not valid"],
  [{}, "", undefined],
])("by the schema %j the text %j is answered with %j", (limits, text, wrong) => {
  expect(checkText({ ...TEXT, ...limits }, text)).toBe(wrong);
});
