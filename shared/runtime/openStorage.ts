import { type TokenCredential } from "@azure/identity";
import { type StorageSettings } from "../storage/settings";
import { type StorageChoice } from "./readStorageSettings";

/** The chosen storage with, where an identity signs in, its credential. */
export function openStorage(choice: StorageChoice): StorageSettings {
  if (choice.kind === "connection-string") return choice;
  const { clientId, ...addresses } = choice;
  return { ...addresses, credential: createCredential(clientId) };
}

/** Imports @azure/identity at the first token: it takes longer to load than the rest of the app. */
function createCredential(clientId: string | undefined): TokenCredential {
  let opened: Promise<TokenCredential> | undefined;
  const open = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential } = await import("@azure/identity");
    return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  };
  return { getToken: async (scopes, options) => (await (opened ??= open())).getToken(scopes, options) };
}
