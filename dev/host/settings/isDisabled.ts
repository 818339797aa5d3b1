import { findSetting, type Settings } from "./findSetting";

export function isDisabled(functionName: string, settings: Settings): boolean {
  return [`AzureWebJobs.${functionName}.Disabled`, `AzureWebJobs_${functionName}_Disabled`]
    .map((name) => findSetting(settings, name)?.toLowerCase())
    .some((value) => value === "true" || value === "1");
}
