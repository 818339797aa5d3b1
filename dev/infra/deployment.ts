/**
 * Plays a deployment of a compiled ARM template against a subscription that is data: conditions, copies, nested
 * templates, the order that `dependsOn` gives, outputs. What a resource provider would refuse is said by
 * `providerRules.ts`.
 */
import { type Json, type Scope, asText, evaluate, isObject } from "./armExpression";
import { type Resource, type Subscription, refusalsOf, stateOf } from "./providerRules";

export interface Template {
  readonly parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly variables?: Readonly<Record<string, Json>>;
  readonly resources: readonly TemplateResource[];
  readonly outputs?: Readonly<Record<string, { readonly value: Json }>>;
}

interface ParameterDeclaration {
  readonly type: string;
  readonly defaultValue?: Json;
  readonly allowedValues?: readonly Json[];
  readonly maxLength?: number;
}

export interface TemplateResource {
  readonly type: string;
  readonly name: string;
  readonly condition?: Json;
  readonly copy?: { readonly name: string; readonly count: Json };
  readonly scope?: string;
  readonly resourceGroup?: string;
  readonly dependsOn?: readonly string[];
  readonly tags?: Json;
  readonly properties?: Readonly<Record<string, Json>> & { readonly template?: Json; readonly parameters?: Json };
  readonly [more: string]: unknown;
}

export interface Deployed {
  readonly outputs: Readonly<Record<string, Json>>;
  /** What would have failed, one sentence each. */
  readonly faults: readonly string[];
}

/** Deploys into `subscription`, which is changed. `values`: the parameters that are given. */
export function deploy(
  template: Template,
  values: Readonly<Record<string, Json>>,
  subscription: Subscription,
  resourceGroup?: string,
): Deployed {
  const faults: string[] = [];
  const scope = openScope(template, values, subscription, resourceGroup);
  faults.push(...checkParameters(template, values));
  for (const { resource, inner } of expand(template, scope)) {
    if (resource.condition !== undefined && evaluate(resource.condition, inner) !== true) continue;
    faults.push(...deployOne(resource, inner, subscription));
  }
  const outputs = Object.entries(template.outputs ?? {}).map(
    ([name, { value }]) => [name, evaluate(value, scope)] as const,
  );
  return { outputs: Object.fromEntries(outputs), faults };
}

function openScope(
  { parameters = {}, variables = {} }: Template,
  values: Readonly<Record<string, Json>>,
  { id, resources }: Subscription,
  resourceGroup: string | undefined,
): Scope {
  const scope: Scope = {
    parameter: (name) => values[name] ?? evaluate(parameters[name]?.defaultValue ?? null, scope),
    variable: (name) => evaluate(variables[name] ?? null, scope),
    reference: (target) => {
      const found = resources.get(target.toLowerCase());
      if (!found) throw new Error(`${target} is referred to before it is deployed`);
      return found.state;
    },
    subscriptionId: id,
    ...(resourceGroup !== undefined && { resourceGroup }),
  };
  return scope;
}

function checkParameters({ parameters = {} }: Template, values: Readonly<Record<string, Json>>): string[] {
  return Object.entries(parameters).flatMap(([name, { defaultValue, allowedValues, maxLength }]) => {
    const value = values[name] ?? defaultValue;
    if (value === undefined) return [`the parameter ${name} is not given`];
    if (allowedValues && !allowedValues.includes(value)) return [`the parameter ${name} may not be ${asText(value)}`];
    return maxLength !== undefined && asText(value).length > maxLength ? [`the parameter ${name} is too long`] : [];
  });
}

interface Expanded {
  readonly resource: TemplateResource;
  readonly inner: Scope;
}

/** Copies of each resource, ordered so that each follows what it depends on. */
function expand({ resources }: Template, scope: Scope): Expanded[] {
  const all = resources.flatMap((resource): Expanded[] => {
    const count = resource.copy ? Number(evaluate(resource.copy.count, scope)) : 1;
    return Array.from({ length: count }, (_, index) => ({ resource, inner: { ...scope, index } }));
  });
  const ordered: Expanded[] = [];
  const waiting = new Set(all);
  while (waiting.size > 0) {
    const ids = new Set(
      [...waiting].flatMap(({ resource, inner }) => [idOf(resource, inner), resource.copy?.name ?? ""]),
    );
    const ready = [...waiting].filter(
      ({ resource, inner }) =>
        !(resource.dependsOn ?? []).some(
          (each) => ids.has(asText(evaluate(each, inner)).toLowerCase()) || ids.has(each),
        ),
    );
    if (ready.length === 0) throw new Error("resources depend on each other in a circle");
    for (const each of ready) waiting.delete(each);
    ordered.push(...ready);
  }
  return ordered;
}

function idOf(resource: TemplateResource, scope: Scope): string {
  const { type, name } = resource;
  const names = asText(evaluate(name, scope)).split("/");
  const group =
    resource.resourceGroup === undefined ? scope.resourceGroup : asText(evaluate(resource.resourceGroup, scope));
  const base = `/subscriptions/${scope.subscriptionId}${group === undefined ? "" : `/resourceGroups/${group}`}`;
  const at = resource.scope === undefined ? base : asText(evaluate(resource.scope, scope));
  const [provider, ...types] = type.split("/");
  return `${at}/providers/${provider}/${types.map((each, index) => `${each}/${names[index] ?? ""}`).join("/")}`.toLowerCase();
}

function deployOne(resource: TemplateResource, scope: Scope, subscription: Subscription): string[] {
  const id = idOf(resource, scope);
  if (resource.type === "Microsoft.Resources/deployments") return deployNested(resource, id, scope, subscription);
  const { name, type, dependsOn: _, copy: __, condition: ___, ...rest } = resource;
  const deployed = evaluate(rest as Json, scope);
  const body = isObject(deployed) ? deployed : {};
  const made: Resource = { id, type, name: asText(evaluate(name, scope)), body, state: {} };
  const faults = refusalsOf(made, subscription);
  subscription.resources.set(id, { ...made, state: stateOf(made) });
  return faults;
}

function deployNested(resource: TemplateResource, id: string, scope: Scope, subscription: Subscription): string[] {
  const given = evaluate(resource.properties?.parameters ?? {}, scope);
  const values = isObject(given)
    ? Object.entries(given).map(([name, each]) => [name, isObject(each) ? (each["value"] ?? null) : null])
    : [];
  const group =
    resource.resourceGroup === undefined ? scope.resourceGroup : asText(evaluate(resource.resourceGroup, scope));
  const template = resource.properties?.template as unknown as Template;
  const { outputs, faults } = deploy(template, Object.fromEntries(values) as Record<string, Json>, subscription, group);
  const state = { outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])) };
  subscription.resources.set(id, { id, type: resource.type, name: asText(resource.name), body: {}, state });
  return faults.map((fault) => `${asText(evaluate(resource.name, scope))}: ${fault}`);
}
