import { makeId } from "../random/makeId";
import { type Instance } from "../world/model";
import { describeAudit } from "./describeAudit";

const PLACE = { azureRegion: "westeurope", platformType: "customerInsights" };

/** An item of the instance list. The scale-unit endpoint (`scaleUnitUri` given) says more than the public one. */
export function describeInstance(instance: Instance, scaleUnitUri: string | undefined) {
  return {
    instanceId: instance.instanceId,
    name: instance.name,
    instanceType: "production",
    expiryTimeUtc: null,
    maxTrialExtensionsAllowed: null,
    trialExtensionHistory: null,
    scaleUnitId: "prod-weu-01",
    ...PLACE,
    ...(scaleUnitUri === undefined
      ? {}
      : { tenantId: makeId("tenant"), tenantName: "Contoso", scaleUnitUri, region: PLACE.azureRegion }),
  };
}

/** The instance's own page. */
export function describeInstanceMetadata(instance: Instance) {
  const { instanceId } = instance;
  return {
    isB2B: instance.isB2B,
    isB2C: !instance.isB2B,
    isByoPbi: false,
    isByoSynapse: false,
    isCdsMdlOrCdsByodl: true,
    name: instance.name,
    provisioningState: instance.provisioningState,
    instanceType: "production",
    refreshSchedule: {
      isActive: true,
      timezoneId: "UTC",
      cronSchedules: ["0 0 2 * * *"],
      scheduleId: makeId(instance.company, "schedule", "all"),
      instanceId,
    },
    expiryTimeUtc: null,
    region: PLACE.azureRegion,
    cdsOrgInfo: {
      friendlyName: "Contoso",
      url: "https://contoso.crm4.dynamics.com/",
      state: "Ready",
      location: "europe",
      environmentSku: "Production",
      expirationTime: null,
      maxAllowedExpirationTime: null,
    },
    maxTrialExtensionsAllowed: null,
    trialExtensionHistory: null,
    isRefreshCredentialRequired: false,
    trialExtensionDetails: [],
    configuredWorkspaces: [instance.isB2B ? "B2B" : "B2C"],
    ...PLACE,
    ...describeAudit(instance, instanceId),
  };
}
