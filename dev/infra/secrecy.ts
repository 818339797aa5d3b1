/** Secrets in a compiled template: secure parameters lead to the vault alone, and nothing puts them out. */
import { type Json, isObject } from "./armExpression";
import { type Template } from "./deployment";

/** One sentence for each place of a template, nested ones included, where a secret could be read. */
export function secretLeaks(template: Template, path = "main"): string[] {
  const secure = Object.entries(template.parameters ?? {})
    .filter(([, { type }]) => /^secure/i.test(type))
    .map(([name]) => name);
  const uses = (value: unknown): string[] => secure.filter((name) => mentions(value, name));
  return [
    ...uses(template.outputs ?? {}).map((name) => `${path} puts out the secret ${name}`),
    ...uses(valuesOf(template)).map((name) => `${path} keeps the secret ${name} in a variable`),
    ...template.resources.flatMap((resource) => {
      const nested = resource.properties?.template;
      if (resource.type === "Microsoft.Resources/deployments" && isObject(nested)) {
        const inner = nested as unknown as Template;
        return [
          ...passedOpenly(resource.properties?.parameters, inner, secure, `${path}/${resource.name}`),
          ...secretLeaks(inner, `${path}/${resource.name}`),
        ];
      }
      if (resource.type === "Microsoft.KeyVault/vaults/secrets") return [];
      return uses(resource.properties ?? {}).map((name) => `${path}: ${resource.type} holds the secret ${name}`);
    }),
  ];
}

/** Variables may ask whether a secret is empty; nothing of the secret is in them then. */
function valuesOf({ variables = {} }: Template): string {
  return JSON.stringify(variables).replaceAll(/empty\(parameters\('\w+'\)\)/g, "");
}

function mentions(value: unknown, name: string): boolean {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.includes(`parameters('${name}')`);
}

function passedOpenly(given: Json | undefined, inner: Template, secure: readonly string[], path: string): string[] {
  return Object.entries(isObject(given) ? given : {}).flatMap(([parameter, value]) =>
    secure.some((name) => mentions(value, name)) && !/^secure/i.test(inner.parameters?.[parameter]?.type ?? "")
      ? [`${path} takes a secret in ${parameter}, which is not secure`]
      : [],
  );
}
