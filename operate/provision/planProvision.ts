/**
 * The rule of what is set before `azd provision`: the vault is the truth. What it holds is neither overwritten nor
 * dropped, encryption keys are made once, and what is missing is said before anything is deployed. Pure.
 */

/** What Azure says of the environment before it is deployed. */
export interface EnvironmentFacts {
  /** Names of the secrets in the environment's vault; empty before the first deployment. */
  readonly heldSecrets: readonly string[];
  /** The environment's vaults that were deleted and whose names are still taken. */
  readonly deletedVaults: readonly { readonly name: string; readonly purgedAt?: string }[];
}

export interface ProvisionPlan {
  /** Variables to set in the azd environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What has to be done before deploying, one sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

/** The required secrets and the variables that give them. */
const REQUIRED: Readonly<Record<string, string>> = {
  "ci-subscription-key": "CI_SUBSCRIPTION_KEY",
  "encryption-keys": "ENCRYPTION_KEYS",
};

/** `env`: the azd environment's variables. `makeKey`: 32 random bytes in base64. */
export function planProvision(
  env: Readonly<Record<string, string | undefined>>,
  { heldSecrets, deletedVaults }: EnvironmentFacts,
  makeKey: () => string,
): ProvisionPlan {
  const isHeld = (secret: string): boolean => heldSecrets.includes(secret);
  const recovers = env["RECOVER_VAULT"] === "true" && heldSecrets.length === 0;
  if (recovers) return planRecovery(env);
  const makesKeys = !isHeld("encryption-keys") && !env["ENCRYPTION_KEYS"];
  const variables = {
    VAULT_HOLDS: heldSecrets.join(","),
    ...(env["RECOVER_VAULT"] === "true" && { RECOVER_VAULT: "false" }),
    ...(makesKeys && { ENCRYPTION_KEYS: `k1:${makeKey()}` }),
  };
  const missing = Object.entries(REQUIRED)
    .filter(([secret, variable]) => !isHeld(secret) && !env[variable] && !(variable in variables))
    .map(([, variable]) => `${variable} is neither set nor in the vault: azd env set ${variable} "<value>"`);
  return { variables, problems: [...missing, ...takenNames(env, heldSecrets, deletedVaults)] };
}

/** What a deleted vault holds cannot be read: the last deployment has left it in VAULT_HOLDS. */
function planRecovery(env: Readonly<Record<string, string | undefined>>): ProvisionPlan {
  if (env["VAULT_HOLDS"]) return { variables: {}, problems: [] };
  const problem = `RECOVER_VAULT needs to know what the vault held: azd env set VAULT_HOLDS "${Object.keys(REQUIRED).join(",")},api-keys"`;
  return { variables: {}, problems: [problem] };
}

function takenNames(
  env: Readonly<Record<string, string | undefined>>,
  heldSecrets: readonly string[],
  deletedVaults: EnvironmentFacts["deletedVaults"],
): string[] {
  if (heldSecrets.length > 0 || env["VAULT_SUFFIX"]) return [];
  return deletedVaults.map(
    ({ name, purgedAt }) =>
      `The vault ${name} of this environment was deleted; its name is taken${purgedAt === undefined ? "" : ` until ${purgedAt}`}. ` +
      `Bring it back with its secrets: azd env set RECOVER_VAULT true. Or take another name: azd env set VAULT_SUFFIX 2`,
  );
}
