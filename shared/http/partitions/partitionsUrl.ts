import { type EntityRequest } from "../../reads/entities/findEntity";

/** Of an entity's partitions, as callers see it. */
export function partitionsUrl(publicBaseUrl: string, { instanceId, entity }: EntityRequest): string {
  return `${publicBaseUrl}/instances/${instanceId}/entities/${encodeURIComponent(entity)}/partitions`;
}
