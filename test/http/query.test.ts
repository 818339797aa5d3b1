import { type HttpResponseInit } from "@azure/functions";
import { type AnyRoute, serve } from "../../shared/http/route";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";
import { type ParameterSchema } from "../../shared/http/schema";
import { type Services } from "../../shared/runtime/serviceParts";
import { aCaller } from "../builders/aCaller";
import { unseen } from "../builders/unseen";
import { NO_LIMIT } from "../fuzz/fuzzWorld";
import { aContext, aHttpRequest } from "./aHttpRequest";

interface Asked {
  readonly status: number | undefined;
  readonly error?: { readonly target: string; readonly message: string; readonly details: readonly object[] };
  /** The query that the handler saw; absent when it was not called. */
  readonly seen?: readonly (readonly [string, string])[];
}

/** Asks a route whose handler only reports what query it got. */
async function ask(route: Pick<AnyRoute<never>, keyof AnyRoute<never>>, query: Record<string, string>): Promise<Asked> {
  const seen: [string, string][][] = [];
  const handle = async (request: { query: Iterable<[string, string]> }): Promise<HttpResponseInit> => {
    seen.push([...request.query]);
    return { status: 200 };
  };
  const { context } = aContext();
  const identifyCaller = async (): Promise<unknown> => ({ outcome: "known", caller: aCaller() });
  const services = (): Services => ({ ...unseen(context), identifyCaller, callLimit: NO_LIMIT }) as unknown as Services;
  const { handler } = serve({ ...route, handle }, services);
  const { status, jsonBody } = await handler(aHttpRequest({ method: "GET", query }), context);
  return { status, ...(jsonBody as object), ...(seen[0] && { seen: seen[0] }) };
}

const CASES = ALL_ROUTES.map((route) => [route.operation, route] as const);
const CLOSED = CASES.filter(([, { role }]) => role !== "none");
const OPEN = CASES.filter(([, { role }]) => role === "none");

test.each(CLOSED)("%s refuses a query parameter that it does not have, by name", async (_, route) => {
  for (const name of ["nope", "$apply", "IsMemberOfSegment('y')", "x".repeat(500), ""]) {
    const { status, error, seen } = await ask(route, { [name]: "1" });
    expect([status, error?.target, seen]).toEqual([400, name.slice(0, 100) || "body", undefined]);
  }
});

test.each(CASES)("%s ignores what is the host's, in any case", async (_, route) => {
  for (const name of ["code", "clientId", "CLIENTID", "Code"])
    expect(await ask(route, { [name]: "x" })).toMatchObject({ status: 200 });
});

test("only health and the end of a subscription are open, and ignore what they do not know", async () => {
  expect(OPEN.map(([name]): string => name).toSorted()).toEqual(["checkHealth", "unsubscribe"]);
  for (const [, route] of OPEN) expect(await ask(route, { nope: "1", $filter: "x" })).toMatchObject({ status: 200 });
});

const optional = (parameters: readonly ParameterSchema[]): readonly ParameterSchema[] =>
  parameters.filter((parameter) => parameter.in === "query" && !parameter.required);

test.each(CASES)("%s takes an empty parameter as absent, and names in any case", async (_, route) => {
  for (const { name } of optional(route.parameters)) {
    expect(await ask(route, { [name]: "" })).toEqual({ status: 200, seen: [] });
    expect(await ask(route, { [name.toUpperCase()]: "x" })).toEqual({ status: 200, seen: [[name, "x"]] });
  }
});

const ITEMS = ALL_ROUTES.find(({ operation }) => operation === "listItems");
const PARTITION = ALL_ROUTES.find(({ operation }) => operation === "readPartition");
const INSTANCES = ALL_ROUTES.find(({ operation }) => operation === "listInstances");

test.each([
  [ITEMS, "top", "must be written $top"],
  [ITEMS, "IsMemberOfSegment('y')", "is not possible here; possible are $top, $skip, $filter"],
  [ITEMS, "IsMemberOfSegment('y')", "Within a value, & is written %26"],
  [PARTITION, "$filter", "is not supported for partitions, which are files"],
  [PARTITION, "filter", "is not possible here; possible are $top"],
  [INSTANCES, "$top", "is not possible here; there are no query parameters"],
])("%# says what to do about %s", async (route, name, message) => {
  const { error } = await ask(route as never, { [name]: "1" });
  expect(error?.message).toContain(`${name} `);
  expect(error?.message).toContain(message);
});

test("all parameters that a route does not have are named at once, at most twenty", async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, "1"]));
  expect((await ask(ITEMS as never, many)).error?.details).toHaveLength(20);
});
