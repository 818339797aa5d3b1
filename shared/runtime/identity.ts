/** Signing in with the identity that the app runs under: to storage, and to Application Insights. */
import { type TokenCredential } from "@azure/identity";
import { type StorageSettings } from "../storage/client/sdk";
import { type StorageChoice } from "./connectionSettings";

/** The storage of the settings, with a credential when an identity signs in. */
export function openStorage(choice: StorageChoice): StorageSettings {
  if (choice.kind === "connection-string") return choice;
  const { clientId, ...addresses } = choice;
  return { ...addresses, credential: createCredential(clientId) };
}

/** A credential that imports @azure/identity at its first token: that takes longer to load than the rest of the app. */
export function createCredential(clientId: string | undefined): TokenCredential {
  let opened: Promise<TokenCredential> | undefined;
  const open = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential } = await import("@azure/identity");
    return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  };
  return { getToken: async (scopes, options) => (await (opened ??= open())).getToken(scopes, options) };
}
