/** The operations about instances, their refresh schedules, and the audit fields that every item has. */
import { type Audit, type Instance } from "../world/model";
import { makeId } from "../world/random";
import { type InstanceHandler } from "./call";
import { formatTime } from "./notation";

const PLACE = { azureRegion: "westeurope", platformType: "customerInsights" };

/** The metadata of one instance. */
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

const OWNER = "ada@contoso.example";

export function describeAudit(item: Audit, instanceId: string) {
  return {
    version: item.version,
    updatedBy: OWNER,
    updatedUtc: formatTime(item.updatedAt),
    createdBy: OWNER,
    createdUtc: formatTime(item.createdAt),
    instanceId,
  };
}

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

/** The system's nightly full refresh, and a weekly one of the first segment. */
export const listSchedules: InstanceHandler = ({ instance }) => ({
  status: 200,
  json: [
    describeSchedule(instance, "all", [], "0 0 2 * * *"),
    describeSchedule(
      instance,
      "segmentation",
      instance.segments.slice(0, 1).map(({ name }) => name),
      "0 0 2 * * 1",
    ),
  ],
});

function describeSchedule(instance: Instance, operationType: string, identifiers: readonly string[], cron: string) {
  return {
    operationType,
    subType: "noSubType",
    identifiers,
    jobType: operationType === "all" ? "incremental" : "full",
    isActive: true,
    timezoneId: "UTC",
    cronSchedules: [cron],
    scheduleId: makeId(instance.company, "schedule", operationType),
    instanceId: instance.instanceId,
  };
}
