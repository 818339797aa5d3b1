/**
 * The life of a deployment in scenes: each plays some of azd's steps and says what has to be true at its end. A change
 * of infra/ that breaks one fails `npm run infra:check`.
 */
import {
  type Blueprint,
  SETTING_OF_SECRET,
  VARIABLES,
  deployerFaults,
  down,
  openEnvironment,
  secretsOf,
  serviceFaults,
  setByHand,
  settingsLack,
  up,
} from "./rehearsal";

const SECRETS = { CI_SUBSCRIPTION_KEY: "ci key", API_KEYS: "name:hash:read", CI_CLIENT_SECRET: "client secret" };

/** Every fault of every scene, with the scene's name. */
export function rehearse(blueprint: Blueprint): string[] {
  return Object.entries(SCENES).flatMap(([name, scene]) => {
    try {
      return scene(blueprint).map((fault) => `${name}: ${fault}`);
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

type Scene = (blueprint: Blueprint) => string[];

export const SCENES: Readonly<Record<string, Scene>> = {
  "a first azd up": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    return [
      ...up(environment, blueprint),
      ...settingsLack(environment, ["CI_SUBSCRIPTION_KEY", "ENCRYPTION_KEYS", "API_KEYS"]),
      ...serviceFaults(environment),
      ...deployerFaults(environment),
    ];
  },
  "a second azd up keeps keys that were made, and what was set in the vault by hand": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    const first = up(environment, blueprint);
    const before = secretsOf(environment);
    setByHand(environment, "api-keys", "rotated by hand");
    setByHand(environment, "webhook-signing-keys", "added by hand");
    environment.variables = { ...environment.variables, ENCRYPTION_KEYS: "k2:another value" };
    const faults = [...first, ...up(environment, blueprint)];
    const after = secretsOf(environment);
    if (after["encryption-keys"] !== before["encryption-keys"]) faults.push("the encryption keys were overwritten");
    if (after["api-keys"] !== "rotated by hand") faults.push("what was set in the vault by hand was overwritten");
    return [...faults, ...settingsLack(environment, Object.keys(SETTING_OF_SECRET))];
  },
  "azd up from another machine, without the secrets, drops no setting": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    const first = up(environment, blueprint);
    environment.variables = { ...VARIABLES };
    return [
      ...first,
      ...up(environment, blueprint),
      ...settingsLack(environment, ["CI_SUBSCRIPTION_KEY", "ENCRYPTION_KEYS", "API_KEYS", "CI_CLIENT_SECRET"]),
    ];
  },
  "a secret that is to be replaced is, and encryption keys are not": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    const first = up(environment, blueprint);
    const { "encryption-keys": made } = secretsOf(environment);
    environment.variables = {
      ...environment.variables,
      API_KEYS: "new",
      ENCRYPTION_KEYS: "k2:new",
      VAULT_REPLACES: "api-keys, encryption-keys",
    };
    const faults = [...first, ...up(environment, blueprint)];
    const { "api-keys": apiKeys, "encryption-keys": kept } = secretsOf(environment);
    if (apiKeys !== "new") faults.push("api-keys was not replaced");
    if (kept !== made) faults.push("the encryption keys were overwritten");
    return faults;
  },
  "azd down and up again says that the vault's name is taken": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    const first = up(environment, blueprint);
    down(environment);
    return up(environment, blueprint).length === 0 ? [...first, "nothing was said"] : first;
  },
  "azd down and up again with the vault brought back has its secrets": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    const first = up(environment, blueprint);
    const before = secretsOf(environment);
    down(environment);
    const { VAULT_HOLDS = "" } = environment.variables;
    environment.variables = { ...VARIABLES, VAULT_HOLDS, RECOVER_VAULT: "true" };
    const faults = [...first, ...up(environment, blueprint)];
    if (secretsOf(environment)["encryption-keys"] !== before["encryption-keys"])
      faults.push("the encryption keys are lost");
    return faults;
  },
  "azd down and up again under another name of the vault": (blueprint) => {
    const environment = openEnvironment(SECRETS);
    const first = up(environment, blueprint);
    down(environment);
    environment.variables = { ...VARIABLES, ...SECRETS, VAULT_SUFFIX: "2" };
    return [...first, ...up(environment, blueprint), ...settingsLack(environment, ["ENCRYPTION_KEYS"])];
  },
};
