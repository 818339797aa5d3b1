import { type Audit } from "../world/model";
import { formatTime } from "./formatTime";

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
