import { makeId } from "../random/makeId";
import { type Instance } from "../world/model";
import { type InstanceHandler } from "./call";

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
