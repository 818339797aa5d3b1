import { type Environment } from "../../shared/runtime/settingReader";

export const EMULATOR: Environment = { AzureWebJobsStorage: "UseDevelopmentStorage=true" };

export const KEY_32 = Buffer.alloc(32, 7).toString("base64");

/** The least that a deployment sets. */
export const DEPLOYED: Environment = {
  AzureWebJobsStorage:
    "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=canary-account-key;EndpointSuffix=core.windows.net",
  WEBSITE_HOSTNAME: "contoso-triggers.azurewebsites.net",
  ENCRYPTION_KEYS: `2026:${KEY_32}`,
};
