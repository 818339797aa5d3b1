import { type SettingReader } from "./readSetting";

/** How storage is reached; the same setting names as the Functions host's own (`AzureWebJobsStorage…`). */
export type StorageChoice =
  | { readonly kind: "connection-string"; readonly connectionString: string }
  | {
      readonly kind: "identity";
      readonly tableServiceUri: string;
      readonly queueServiceUri: string;
      /** Of a user-assigned identity. */
      readonly clientId?: string;
    };

const NAME = "AzureWebJobsStorage";

/** By account and key, by endpoints and signature, or the emulator; the SDK reads the rest. */
const CONNECTION_STRING = /(?:^|;)\s*(?:UseDevelopmentStorage=true|AccountName=[^;]|(?:Table|Queue)Endpoint=[^;])/i;

/** A connection string, or the account name or service addresses where an identity signs in. */
export function readStorageSettings(settings: SettingReader): StorageChoice {
  const connectionString = settings.text(NAME);
  if (connectionString !== undefined) {
    if (!CONNECTION_STRING.test(connectionString)) settings.wrong(NAME, "is not a storage connection string");
    return { kind: "connection-string", connectionString };
  }
  const account = settings.text(`${NAME}__accountName`);
  const clientId = settings.text(`${NAME}__clientId`);
  const services = ["table", "queue"].map((service) => settings.text(`${NAME}__${service}ServiceUri`));
  if (account === undefined && services.every((uri) => uri === undefined)) {
    settings.wrong(NAME, `is missing: give a connection string, or ${NAME}__accountName to sign in with an identity`);
    return { kind: "connection-string", connectionString: "" };
  }
  const address = (service: string): string | undefined => account && `https://${account}.${service}.core.windows.net`;
  return {
    kind: "identity",
    tableServiceUri: settings.url(`${NAME}__tableServiceUri`, address("table")),
    queueServiceUri: settings.url(`${NAME}__queueServiceUri`, address("queue")),
    ...(clientId === undefined ? {} : { clientId }),
  };
}

const EMULATOR = /(?:^|;)\s*(?:UseDevelopmentStorage=true|AccountName=devstoreaccount1)\s*(?:;|$)/i;

/** True for Azurite, by either way of naming it. */
export function isEmulator(storage: StorageChoice): boolean {
  return storage.kind === "connection-string" && EMULATOR.test(storage.connectionString);
}
