import { planProvision } from "../../operate/provision/planProvision";
import { readEnvironment } from "../../operate/provision/readEnvironment";

const NOTHING = { heldSecrets: [], deletedVaults: [] };
const HELD = { heldSecrets: ["ci-subscription-key", "encryption-keys"], deletedVaults: [] };
const DELETED = { heldSecrets: [], deletedVaults: [{ name: "kv-old", purgedAt: "2027-02-01" }] };
const GIVEN = { CI_SUBSCRIPTION_KEY: "given" };

test.each<[string, object, Parameters<typeof planProvision>[1], Record<string, string>]>([
  ["the first time, encryption keys are made", GIVEN, NOTHING, { VAULT_HOLDS: "", ENCRYPTION_KEYS: "k1:made" }],
  ["keys that are given are taken", { ...GIVEN, ENCRYPTION_KEYS: "k0:mine" }, NOTHING, { VAULT_HOLDS: "" }],
  [
    "what the vault holds is named and needs no value",
    {},
    HELD,
    { VAULT_HOLDS: "ci-subscription-key,encryption-keys" },
  ],
  [
    "a vault that is back is not brought back again",
    { RECOVER_VAULT: "true" },
    HELD,
    { VAULT_HOLDS: "ci-subscription-key,encryption-keys", RECOVER_VAULT: "false" },
  ],
  ["a vault to bring back keeps what was known of it", { RECOVER_VAULT: "true", VAULT_HOLDS: "api-keys" }, DELETED, {}],
])("%s", (_, env, facts, variables) => {
  expect(planProvision(env as Record<string, string>, facts, () => "made")).toEqual({ variables, problems: [] });
});

test.each<[string, object, Parameters<typeof planProvision>[1], string]>([
  ["a required secret that is nowhere", {}, NOTHING, "CI_SUBSCRIPTION_KEY is neither set nor in the vault"],
  [
    "a name that is taken",
    GIVEN,
    DELETED,
    "The vault kv-old of this environment was deleted; its name is taken until 2027-02-01",
  ],
  ["a vault to bring back of which nothing is known", { RECOVER_VAULT: "true" }, DELETED, "azd env set VAULT_HOLDS"],
])("%s is said before anything is deployed", (_, env, facts, problem) => {
  const { problems } = planProvision(env as Record<string, string>, facts, () => "made");
  expect(problems).toEqual([expect.stringContaining(problem)]);
});

test("another name for the vault is one way out", () => {
  expect(planProvision({ ...GIVEN, VAULT_SUFFIX: "2" }, DELETED, () => "made").problems).toEqual([]);
});

test("Azure is asked for the environment's vaults, all pages of their secrets, and its deleted vaults", async () => {
  const answers: Record<string, unknown> = {
    "/subscriptions/s/resourceGroups/rg-production/resources": { value: [{ id: "/vault" }] },
    "/vault/secrets": { value: [{ name: "encryption-keys" }], nextLink: "https://next.example/secrets" },
    "https://next.example/secrets": { value: [{ name: "api-keys" }] },
    "/subscriptions/s/providers/Microsoft.KeyVault/deletedVaults": {
      value: [
        { name: "kv-1", properties: { tags: { "azd-env-name": "production" }, scheduledPurgeDate: "2027-02-01" } },
        { name: "kv-2", properties: { tags: { "azd-env-name": "another" } } },
      ],
    },
  };
  const get = (path: string): Promise<unknown> => Promise.resolve(answers[path.split("?")[0] ?? ""]);
  expect(await readEnvironment({ subscriptionId: "s", name: "production" }, get)).toEqual({
    heldSecrets: ["api-keys", "encryption-keys"],
    deletedVaults: [{ name: "kv-1", purgedAt: "2027-02-01" }],
  });
});

test("before the first deployment there is no resource group and nothing is held", async () => {
  const facts = await readEnvironment({ subscriptionId: "s", name: "production" }, () => Promise.resolve(undefined));
  expect(facts).toEqual(NOTHING);
});
