import { type Template, type TemplateResource, deploy } from "../../dev/infra/deployment";
import { type Resource, type Subscription } from "../../dev/infra/providerRules";

function aSubscription(): Subscription {
  return { id: "s", resources: new Map(), deletedVaults: new Map() };
}

function aTemplate(...resources: TemplateResource[]): Template {
  return { parameters: { on: { type: "bool", defaultValue: true } }, resources };
}

function faultsOf(template: Template, subscription = aSubscription()): readonly string[] {
  return deploy(template, {}, subscription, "g").faults;
}

const VAULT = { type: "Microsoft.KeyVault/vaults", name: "kv-one" };
const SECRET = {
  type: "Microsoft.KeyVault/vaults/secrets",
  name: "kv-one/api-keys",
  dependsOn: ["[resourceId('Microsoft.KeyVault/vaults', 'kv-one')]"],
};
const ROLE = {
  type: "Microsoft.Authorization/roleAssignments",
  name: "role",
  scope: "[resourceId('Microsoft.KeyVault/vaults', 'kv-one')]",
};
const settings = (properties: Record<string, string>): TemplateResource => ({
  type: "Microsoft.Web/sites/config",
  name: "func/appsettings",
  properties,
  dependsOn: [
    "[resourceId('Microsoft.KeyVault/vaults/secrets', 'kv-one', 'api-keys')]",
    "[extensionResourceId(resourceId('Microsoft.KeyVault/vaults', 'kv-one'), 'Microsoft.Authorization/roleAssignments', 'role')]",
  ],
});
const REFERENCE = { API_KEYS: "@Microsoft.KeyVault(VaultName=kv-one;SecretName=api-keys)" };

test("resources are deployed after what they depend on, in whatever order they stand", () => {
  expect(faultsOf(aTemplate(settings(REFERENCE), ROLE, SECRET, VAULT))).toEqual([]);
});

test("what is conditional is deployed when its condition holds, and a copy for each index", () => {
  const subscription = aSubscription();
  const template = aTemplate(
    { type: "A/b", name: "never", condition: "[not(parameters('on'))]" },
    { type: "A/b", name: "[format('copy-{0}', copyIndex())]", copy: { name: "copies", count: "[length('ab')]" } },
  );
  deploy(template, {}, subscription, "g");
  expect([...subscription.resources.values()].map(({ name }) => name)).toEqual(["copy-0", "copy-1"]);
});

test.each<[string, Template, string]>([
  ["a name that is too long", aTemplate({ ...VAULT, name: "kv-of-more-than-24-letters" }), "may not be named"],
  [
    "a setting that Flex Consumption has no place for",
    aTemplate({ ...settings({ FUNCTIONS_WORKER_RUNTIME: "node" }), dependsOn: [] }),
    "Flex Consumption refuses the setting FUNCTIONS_WORKER_RUNTIME",
  ],
  ["a reference to a secret that is not there", aTemplate(VAULT, settings(REFERENCE)), "is not in the vault"],
  ["a reference before the role is there", aTemplate(VAULT, SECRET, settings(REFERENCE)), "may not read yet"],
  [
    "an alert on a workspace without tables",
    aTemplate({ type: "Microsoft.Insights/scheduledQueryRules", name: "alert", properties: {} }),
    "the query of alert is refused",
  ],
  [
    "a parameter that is not given",
    { parameters: { name: { type: "string" } }, resources: [] },
    "the parameter name is not given",
  ],
  [
    "a value that is not allowed",
    { parameters: { place: { type: "string", defaultValue: "moon", allowedValues: ["earth"] } }, resources: [] },
    "the parameter place may not be moon",
  ],
])("%s fails", (_, template, fault) => {
  expect(faultsOf(template)).toEqual([expect.stringContaining(fault)]);
});

test("a vault that was deleted keeps its name until it is recovered with its secrets", () => {
  const secret: Resource = { id: "/kept", type: SECRET.type, name: SECRET.name, body: {}, state: {} };
  const subscription = { ...aSubscription(), deletedVaults: new Map([["kv-one", [secret]]]) };
  expect(faultsOf(aTemplate(VAULT), subscription)).toEqual([expect.stringContaining("a deleted vault named kv-one")]);
  const recovering = aTemplate({ ...VAULT, properties: { createMode: "recover" } });
  expect(faultsOf(recovering, subscription)).toEqual([]);
  expect(subscription.resources.get("/kept")).toBe(secret);
  expect(subscription.deletedVaults.size).toBe(0);
});

test("a circle of dependencies and a reference to what is not deployed are errors", () => {
  const circle = aTemplate(
    { type: "A/b", name: "x", dependsOn: ["[resourceId('A/b', 'y')]"] },
    { type: "A/b", name: "y", dependsOn: ["[resourceId('A/b', 'x')]"] },
  );
  expect(() => faultsOf(circle)).toThrow("in a circle");
  const early: Template = { resources: [], outputs: { id: { value: "[reference('/nowhere').id]" } } };
  expect(() => faultsOf(early)).toThrow("referred to before it is deployed");
});
