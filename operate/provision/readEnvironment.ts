/**
 * Reads from Azure Resource Manager what `planProvision` decides on. It needs no role in the vault: names are not
 * secret.
 */
import { type EnvironmentFacts } from "./planProvision";

/** GETs a path of Azure Resource Manager; undefined for 404. Throws for any other failure. */
export type GetResource = (path: string) => Promise<unknown>;

interface Page<T> {
  readonly value?: readonly T[];
  readonly nextLink?: string;
}

interface DeletedVault {
  readonly name: string;
  readonly properties?: { readonly tags?: Readonly<Record<string, string>>; readonly scheduledPurgeDate?: string };
}

/** `name`: of the azd environment, which is in the name of its resource group and the tags of its resources. */
export async function readEnvironment(
  { subscriptionId, name }: { readonly subscriptionId: string; readonly name: string },
  get: GetResource,
): Promise<EnvironmentFacts> {
  const subscription = `/subscriptions/${subscriptionId}`;
  const vaults = await readAll<{ id: string }>(
    `${subscription}/resourceGroups/rg-${name}/resources?$filter=resourceType eq 'Microsoft.KeyVault/vaults'&api-version=2021-04-01`,
    get,
  );
  const secrets = await Promise.all(
    vaults.map(({ id }) => readAll<{ name: string }>(`${id}/secrets?api-version=2023-07-01`, get)),
  );
  const deleted = await readAll<DeletedVault>(
    `${subscription}/providers/Microsoft.KeyVault/deletedVaults?api-version=2023-07-01`,
    get,
  );
  return {
    heldSecrets: [...new Set(secrets.flat().map((secret) => secret.name))].toSorted(),
    deletedVaults: deleted
      .filter(({ properties }) => properties?.tags?.["azd-env-name"] === name)
      .map((vault) => {
        const purgedAt = vault.properties?.scheduledPurgeDate;
        return { name: vault.name, ...(purgedAt !== undefined && { purgedAt }) };
      }),
  };
}

const MAX_PAGES = 100;

async function readAll<T>(path: string, get: GetResource): Promise<T[]> {
  const all: T[] = [];
  let next: string | undefined = path;
  for (let pages = 0; next !== undefined && pages < MAX_PAGES; pages += 1) {
    const page = ((await get(next)) ?? {}) as Page<T>;
    all.push(...(page.value ?? []));
    next = page.nextLink;
  }
  return all;
}
