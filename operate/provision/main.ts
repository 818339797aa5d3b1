/** `npm run infra:vault`: azd runs it before it provisions (azure.yaml), with the variables of its environment. */
import { AzureDeveloperCliCredential } from "@azure/identity";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { planProvision } from "./planProvision";
import { readEnvironment } from "./readEnvironment";

const MANAGER = "https://management.azure.com";

async function run(): Promise<void> {
  const { AZURE_SUBSCRIPTION_ID: subscriptionId, AZURE_ENV_NAME: name } = process.env;
  if (!subscriptionId || !name)
    throw new Error("AZURE_SUBSCRIPTION_ID and AZURE_ENV_NAME are not set: run azd provision");
  const { token } = await new AzureDeveloperCliCredential().getToken(`${MANAGER}/.default`);
  const facts = await readEnvironment({ subscriptionId, name }, (path) => getResource(path, token));
  const { variables, problems } = planProvision(process.env, facts, () => randomBytes(32).toString("base64"));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    process.exitCode = 1;
    return;
  }
  for (const [variable, value] of Object.entries(variables)) setVariable(variable, value);
  console.log(
    variables["VAULT_HOLDS"] ? `The vault holds ${variables["VAULT_HOLDS"]}: they stay.` : "There is no vault yet.",
  );
}

async function getResource(path: string, token: string): Promise<unknown> {
  const response = await fetch(path.startsWith("https:") ? path : MANAGER + path, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`Azure answered ${response.status} to ${path}: ${await response.text()}`);
  return response.json();
}

/** The value goes by standard output's side, never into a log. */
function setVariable(variable: string, value: string): void {
  const { status, error } = spawnSync("azd", ["env", "set", variable, value], { stdio: "inherit" });
  if (status !== 0) throw new Error(`azd env set ${variable} failed`, { cause: error });
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
