import { type Instance } from "../../model/instance";
import { type Note } from "./createNotes";
import { readObject } from "./readObject";

const PROVISIONING_STATES = [
  "new",
  "creating",
  "active",
  "createfailed",
  "updatefailed",
  "deleting",
  "refreshcredentials",
  "resetinstanceinprogress",
  "updating",
  "quickupdate",
  "deactivated",
];

/** One InstanceInfo or InstanceMetadata; undefined and noted when it has no `instanceId`. */
export function toInstance(seen: unknown, at: string, note: Note): Instance | undefined {
  const instance = readObject(seen, at, note);
  const instanceId = instance.requiredId("instanceId");
  if (!instanceId) return undefined;
  const name = instance.text("name");
  const provisioningState = instance.word("provisioningState", PROVISIONING_STATES);
  return { instanceId, ...(name && { name }), ...(provisioningState && { provisioningState }) };
}
