/**
 * Adds settings to the environment. What is there and not empty wins, so that a shell can override the file; the
 * environment's name is always Development, as under Core Tools.
 */
export function applySettings(values: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(values)) if (!env[name]) env[name] = value;
  env["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
}
