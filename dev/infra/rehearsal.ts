/**
 * azd's steps without Azure: the hook before provisioning, a deployment of the compiled template into a subscription
 * that is data, `azd down`, and hands in the vault. Beside them stand the questions that the scenes in scenes.ts ask
 * afterwards.
 */
import { planProvision } from "../../operate/provision/planProvision";
import { type Json, asText, isObject } from "./armExpression";
import { type Template, deploy } from "./deployment";
import { type Resource, type Subscription } from "./providerRules";

export interface Blueprint {
  readonly template: Template;
  /** Parameters as main.parameters.json gives them, with `${VARIABLE=default}`. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** The azd environment of one organisation: its variables, and the subscription behind it. */
interface Environment {
  variables: Record<string, string>;
  readonly subscription: Subscription;
}

export const VARIABLES = {
  AZURE_ENV_NAME: "production",
  AZURE_LOCATION: "westeurope",
  AZURE_SUBSCRIPTION_ID: "11111111-1111-4111-8111-111111111111",
  AZURE_PRINCIPAL_ID: "22222222-2222-4222-8222-222222222222",
};

export function openEnvironment(more: Record<string, string>): Environment {
  const subscription = { id: VARIABLES.AZURE_SUBSCRIPTION_ID, resources: new Map(), deletedVaults: new Map() };
  return { variables: { ...VARIABLES, ...more }, subscription };
}

/** The hook before provisioning, then the deployment; what it puts out is kept in the environment. */
export function up(environment: Environment, { template, parameters }: Blueprint): string[] {
  const { subscription } = environment;
  const facts = {
    heldSecrets: Object.keys(secretsOf(environment)),
    deletedVaults: [...subscription.deletedVaults.keys()].map((name) => ({ name })),
  };
  const plan = planProvision(environment.variables, facts, () => `made key ${subscription.resources.size}`);
  if (plan.problems.length > 0) return [...plan.problems];
  environment.variables = { ...environment.variables, ...plan.variables };
  const { outputs, faults } = deploy(template, substitute(parameters, environment.variables), subscription);
  for (const [name, value] of Object.entries(outputs)) environment.variables[name] = asText(value);
  return [...faults];
}

/** Everything goes but the vault's name, which stays taken for 90 days with what it held. */
export function down({ subscription: { resources, deletedVaults } }: Environment): void {
  const all = [...resources.values()];
  for (const { id, name } of all.filter(({ type }) => type === "Microsoft.KeyVault/vaults")) {
    deletedVaults.set(
      name,
      all.filter((each) => each.type === "Microsoft.KeyVault/vaults/secrets" && each.id.startsWith(`${id}/`)),
    );
  }
  resources.clear();
}

/** Parameters as azd fills them in: `${NAME}` and `${NAME=default}`; what then reads as JSON is no text. */
function substitute(
  parameters: Blueprint["parameters"],
  variables: Readonly<Record<string, string>>,
): Record<string, Json> {
  const values = Object.entries(parameters).map(([name, given]): [string, Json] => {
    const value = isObject(given) ? (given["value"] ?? null) : null;
    if (typeof value !== "string") return [name, value];
    const text = value.replaceAll(
      /\$\{(\w+)(?:=([^}]*))?\}/g,
      (_, variable: string, fallback = "") => variables[variable] ?? String(fallback),
    );
    return [name, text === "true" || text === "false" ? text === "true" : text];
  });
  return Object.fromEntries(values);
}

export const SETTING_OF_SECRET: Readonly<Record<string, string>> = {
  CI_SUBSCRIPTION_KEY: "ci-subscription-key",
  ENCRYPTION_KEYS: "encryption-keys",
  CI_CLIENT_SECRET: "ci-client-secret",
  WEBHOOK_SIGNING_KEYS: "webhook-signing-keys",
  API_KEYS: "api-keys",
};

function resourcesOf({ subscription }: Environment, type: string): Resource[] {
  return [...subscription.resources.values()].filter((each) => each.type === type);
}

export function secretsOf(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    resourcesOf(environment, "Microsoft.KeyVault/vaults/secrets").map(({ name, body: { properties } }) => [
      name.split("/")[1] ?? "",
      asText(isObject(properties) ? properties["value"] : ""),
    ]),
  );
}

export function setByHand({ subscription: { resources } }: Environment, secret: string, value: string): void {
  const vault = [...resources.values()].find(({ type }) => type === "Microsoft.KeyVault/vaults");
  if (!vault) throw new Error("there is no vault");
  const id = `${vault.id}/secrets/${secret}`;
  resources.set(id, {
    id,
    type: "Microsoft.KeyVault/vaults/secrets",
    name: `${vault.name}/${secret}`,
    body: { properties: { value } },
    state: {},
  });
}

export function settingsLack(environment: Environment, names: readonly string[]): string[] {
  const [settings] = resourcesOf(environment, "Microsoft.Web/sites/config");
  const properties = isObject(settings?.body["properties"]) ? settings.body["properties"] : {};
  return names.flatMap((name) =>
    asText(properties[name] ?? "").includes(`SecretName=${SETTING_OF_SECRET[name] ?? ""})`)
      ? []
      : [`the app has no setting ${name} that refers to the vault`],
  );
}

/** azd deploys to the one site that has the service's tag, and stops where two resources have it. */
export function serviceFaults(environment: Environment): string[] {
  const tagged = [...environment.subscription.resources.values()].filter(
    ({ body: { tags } }) => isObject(tags) && "azd-service-name" in tags,
  );
  return tagged.length === 1 && tagged[0]?.type === "Microsoft.Web/sites"
    ? []
    : [`${tagged.length} resources have the tag azd-service-name, not the site alone`];
}

/** Roles that the guides' commands need of whoever deploys. */
const DEPLOYER_ROLES = {
  "Key Vault Secrets Officer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  "Storage Table Data Contributor": "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
};

export function deployerFaults(environment: Environment): string[] {
  const assigned = resourcesOf(environment, "Microsoft.Authorization/roleAssignments").map(({ body }) =>
    JSON.stringify(body),
  );
  return Object.entries(DEPLOYER_ROLES).flatMap(([role, id]) =>
    assigned.some((each) => each.includes(id) && each.includes(VARIABLES.AZURE_PRINCIPAL_ID))
      ? []
      : [`whoever deploys has not the role ${role}`],
  );
}
