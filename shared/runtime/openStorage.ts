import { DefaultAzureCredential } from "@azure/identity";
import { type StorageSettings } from "../storage/settings";
import { type StorageChoice } from "./readStorageSettings";

/** The chosen storage with, where an identity signs in, its credential. */
export function openStorage(choice: StorageChoice): StorageSettings {
  if (choice.kind === "connection-string") return choice;
  const { clientId, ...addresses } = choice;
  const credential = new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  return { ...addresses, credential };
}
