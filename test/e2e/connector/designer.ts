import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { readPackage } from "../../../connector/check/checkPackage";
import { type PlacedOperation, operationsOf } from "../../../connector/check/definition/operations";
import { type Call, type Parameter, type Schema } from "../../../connector/check/definition/swagger";
import { problemsOf } from "./declaredSchema";

const { definition, properties } = readPackage(join(__dirname, "../../../connector"));
const OPERATIONS = operationsOf(definition);
const PUBLIC = `https://${definition.host}${definition.basePath}`;

export type Inputs = Readonly<Record<string, unknown>>;

interface Answered {
  readonly status: number;
  readonly json: unknown;
  readonly location: string;
}

/** Calls the app as the platform does: all that it knows is the package, the base URL behind it and a key. */
export interface Designer {
  /** Which operations were called. */
  readonly called: Set<string>;
  call(operationId: string, inputs?: Inputs): Promise<Answered>;
  /** All of a paged list: follows the links as the definition says. */
  pages(operationId: string, inputs?: Inputs): Promise<readonly Inputs[]>;
  /** The values of an input's drop-down. */
  choices(operationId: string, input: string, inputs?: Inputs): Promise<readonly unknown[]>;
  /** Calls what a `Location` names, by the DELETE that the definition has for it. */
  end(location: string): Promise<Answered>;
}

export function createDesigner(base: () => string, key: string): Designer {
  const called = new Set<string>();
  const send = async (placed: PlacedOperation, url: string, body: unknown): Promise<Answered> => {
    called.add(placed.name);
    const response = await fetchAdmitted(url.replace(PUBLIC, base()), {
      method: placed.method.toUpperCase(),
      headers: { [keyHeader()]: key, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answered = { status: response.status, json: text === "" ? undefined : (JSON.parse(text) as unknown) };
    checkAnswer(placed, answered);
    return { ...answered, location: response.headers.get("location") ?? "" };
  };
  const call = (operationId: string, inputs: Inputs = {}): Promise<Answered> => {
    const placed = operationOf(operationId);
    return send(placed, addressOf(placed, inputs), bodyOf(placed, inputs));
  };
  return {
    called,
    call,
    async pages(operationId, inputs) {
      const placed = operationOf(operationId);
      const { nextLinkName = "" } = placed.operation["x-ms-pageable"] ?? {};
      const items: Inputs[] = [];
      let { json } = await call(operationId, inputs);
      for (;;) {
        const page = json as { readonly value: readonly Inputs[] } & Inputs;
        items.push(...page.value);
        const next = page[nextLinkName];
        if (typeof next !== "string") return items;
        if (!next.startsWith(`${PUBLIC}/`)) throw new Error(`a link elsewhere: ${next}`);
        ({ json } = await send(placed, next, undefined));
      }
    },
    async choices(operationId, input, inputs = {}) {
      const { itemsPath = "", itemValuePath = "", ...dynamic } = dropDownOf(operationId, input);
      const { json } = await call(dynamic.operationId ?? "", suppliedBy(dynamic, inputs));
      const items = (json as Readonly<Record<string, readonly Inputs[]>>)[itemsPath] ?? [];
      return items.map((each) => each[itemValuePath]);
    },
    end(location) {
      for (const placed of OPERATIONS.filter(({ method }) => method === "delete")) {
        const pattern = `${PUBLIC}${placed.path}`.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+");
        if (new RegExp(`^${pattern}$`).test(location)) return send(placed, location, undefined);
      }
      throw new Error(`the definition has no DELETE for ${location.replace(/[^/]+$/, "…")}`);
    },
  };
}

/** What is wrong with a callback, by what the definition says flows are told. */
export function callbackProblems(operationId: string, body: unknown): readonly string[] {
  const { pathItem } = operationOf(operationId);
  return problemsOf(definition, pathItem["x-ms-notification-content"]?.schema ?? {}, body);
}

/** Every operation that the definition has. */
export function allOperations(): readonly string[] {
  return OPERATIONS.map(({ name }) => name);
}

/** Waits as it is told where a connection has made too many calls, as the platform does. */
async function fetchAdmitted(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, init);
    if (response.status !== 429 || tries === 3) return response;
    await setTimeout(Number(response.headers.get("retry-after")) * 1_000);
  }
}

function operationOf(operationId: string): PlacedOperation {
  const found = OPERATIONS.find(({ operation }) => operation.operationId === operationId);
  if (!found) throw new Error(`the definition has no ${operationId}`);
  return found;
}

function keyHeader(): string {
  const policies = properties.properties?.policyTemplateInstances ?? [];
  const policy = policies.find(({ templateId }) => templateId === "setheader");
  return String(policy?.parameters?.["x-ms-apimTemplateParameter.name"]);
}

function addressOf({ path, parameters, name }: PlacedOperation, inputs: Inputs): string {
  const of = (each: Parameter): unknown => inputs[each.name ?? ""];
  const missing = parameters.filter((each) => each.in !== "body" && each.required === true && of(each) === undefined);
  if (missing.length > 0) throw new Error(`${name} needs ${missing.map((each) => each.name).join()}`);
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, variable: string) => encodeURIComponent(String(inputs[variable])));
  const queries = parameters.filter((each) => each.in === "query" && of(each) !== undefined);
  const query = new URLSearchParams(
    queries.map((each): [string, string] => [each.name ?? "", String(of(each))]),
  ).toString();
  return `${PUBLIC}${filled}${query && `?${query}`}`;
}

/** What of the inputs is declared for the body; all of `body` where its columns are dynamic. */
function bodyOf({ parameters }: PlacedOperation, inputs: Inputs): unknown {
  const schema = parameters.find((each) => each.in === "body")?.schema;
  if (!schema) return undefined;
  if (schema["x-ms-dynamic-properties"]) return inputs["body"];
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => schema.properties?.[name] !== undefined));
}

function dropDownOf(operationId: string, input: string): Call {
  const { parameters } = operationOf(operationId);
  const body: Schema = parameters.find((each) => each.in === "body")?.schema ?? {};
  const value = parameters.find(({ name }) => name === input) ?? body.properties?.[input];
  const dynamic = value?.["x-ms-dynamic-list"];
  if (!dynamic) throw new Error(`${operationId} ${input} is no drop-down`);
  return dynamic;
}

function suppliedBy({ parameters = {} }: Call, inputs: Inputs): Inputs {
  const entries = Object.entries(parameters as Readonly<Record<string, { readonly parameterReference: string }>>);
  return Object.fromEntries(entries.map(([name, { parameterReference }]) => [name, inputs[parameterReference]]));
}

function checkAnswer({ operation, name }: PlacedOperation, { status, json }: Omit<Answered, "location">): void {
  const declared = operation.responses?.[String(status)];
  if (!declared) throw new Error(`${name} answered ${status}, which is not declared: ${JSON.stringify(json)}`);
  const problems = declared.schema ? problemsOf(definition, declared.schema, json) : [];
  if (problems.length > 0) throw new Error(`${name} ${status} is not as declared:\n${problems.join("\n")}`);
}
