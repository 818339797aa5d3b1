/**
 * What Azure's resource providers are known to refuse, and what deployed resources say of themselves. Sources:
 * Microsoft Learn, "Naming rules and restrictions for Azure resources", "Flex Consumption plan" (deprecated settings),
 * "Key Vault soft-delete", "Use Key Vault references".
 */
import { type Json, asText, isObject } from "./armExpression";

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** Tags, properties and the rest, evaluated. */
  readonly body: { readonly [key: string]: Json };
  /** What `reference()` gives. */
  readonly state: Json;
}

/** A subscription: what is deployed in it, and the vaults that were deleted with what they held. */
export interface Subscription {
  readonly id: string;
  readonly resources: Map<string, Resource>;
  readonly deletedVaults: Map<string, readonly Resource[]>;
}

const NAMES: Readonly<Record<string, RegExp>> = {
  "Microsoft.Storage/storageAccounts": /^[a-z0-9]{3,24}$/,
  "Microsoft.KeyVault/vaults": /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
  "Microsoft.Web/sites": /^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/,
  "Microsoft.Web/serverfarms": /^[a-zA-Z0-9-]{1,60}$/,
  "Microsoft.Resources/resourceGroups": /^[\w().-]{0,89}[\w()-]$/,
  "Microsoft.ManagedIdentity/userAssignedIdentities": /^[a-zA-Z0-9][\w-]{2,127}$/,
  "Microsoft.OperationalInsights/workspaces": /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
};

/** Settings that Flex Consumption has in `functionAppConfig` or not at all. */
const FORBIDDEN_ON_FLEX = [
  "FUNCTIONS_WORKER_RUNTIME",
  "FUNCTIONS_EXTENSION_VERSION",
  "WEBSITE_NODE_DEFAULT_VERSION",
  "WEBSITE_RUN_FROM_PACKAGE",
  "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
  "WEBSITE_CONTENTSHARE",
  "WEBSITE_TIME_ZONE",
  "SCM_DO_BUILD_DURING_DEPLOYMENT",
  "ENABLE_ORYX_BUILD",
];

/** Why the provider would refuse a resource, beside what is deployed already. */
export function refusalsOf(resource: Resource, subscription: Subscription): string[] {
  const { type, name } = resource;
  const allowed = NAMES[type];
  const badName = allowed && !allowed.test(name) ? [`${type} may not be named ${name}`] : [];
  const rule = RULES[type];
  return [...badName, ...(rule ? rule(resource, subscription) : [])];
}

type Rule = (resource: Resource, subscription: Subscription) => string[];

const RULES: Readonly<Record<string, Rule>> = {
  "Microsoft.KeyVault/vaults": ({ id, name, body }, { resources, deletedVaults }) => {
    const recovers = propertiesOf(body)["createMode"] === "recover";
    const deleted = deletedVaults.get(name);
    if (deleted && recovers) {
      for (const each of deleted) resources.set(each.id, each);
      deletedVaults.delete(name);
      return [];
    }
    if (deleted) return [`a deleted vault named ${name} exists; recover it or take another name`];
    return recovers && !resources.has(id) ? [`there is no deleted vault named ${name} to recover`] : [];
  },
  "Microsoft.Insights/scheduledQueryRules": ({ name, body }) =>
    propertiesOf(body)["skipQueryValidation"] === true
      ? []
      : [`the query of ${name} is refused: the workspace has no such table yet`],
  "Microsoft.Web/sites/config": ({ body }, { resources }) => {
    const settings = propertiesOf(body);
    const forbidden = Object.keys(settings).filter((setting) => FORBIDDEN_ON_FLEX.includes(setting));
    return [
      ...forbidden.map((setting) => `Flex Consumption refuses the setting ${setting}`),
      ...Object.entries(settings).flatMap(([setting, value]) => unresolved(setting, asText(value), resources)),
    ];
  },
};

function propertiesOf(body: Resource["body"]): { readonly [key: string]: Json } {
  const { properties } = body;
  return isObject(properties) ? properties : {};
}

/** A reference to a secret is resolved when the site is made: vault, secret and role have to be there by then. */
function unresolved(setting: string, value: string, resources: Subscription["resources"]): string[] {
  const reference = /^@Microsoft\.KeyVault\(VaultName=(?<vault>[^;]+);SecretName=(?<secret>[^)]+)\)$/.exec(
    value,
  )?.groups;
  if (!reference) return value.includes("@Microsoft.KeyVault") ? [`${setting} refers to no secret: ${value}`] : [];
  const { vault = "", secret = "" } = reference;
  const ids = [...resources.keys()];
  if (!ids.some((id) => id.endsWith(`/vaults/${vault}/secrets/${secret}`.toLowerCase())))
    return [`${setting} refers to the secret ${secret}, which is not in the vault`];
  const mayRead = ids.some((id) =>
    id.includes(`/vaults/${vault}/providers/microsoft.authorization/roleassignments/`.toLowerCase()),
  );
  return mayRead ? [] : [`${setting} refers to a vault that the app may not read yet`];
}

/** What `reference()` gives of a resource that is deployed. */
export function stateOf({ type, name, body }: Resource): Json {
  const properties = propertiesOf(body);
  if (type === "Microsoft.Storage/storageAccounts")
    return { ...properties, primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` } };
  if (type === "Microsoft.ManagedIdentity/userAssignedIdentities")
    return { ...properties, clientId: `client of ${name}`, principalId: `principal of ${name}` };
  if (type === "Microsoft.Insights/components")
    return { ...properties, ConnectionString: `InstrumentationKey=${name}` };
  if (type === "Microsoft.Web/sites") return { ...properties, defaultHostName: `${name}.azurewebsites.net` };
  return properties;
}
