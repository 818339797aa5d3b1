import { escapeKey } from "./escapeKey";

export const CHUNK_PREFIX = "chunk:";
export const DELIVERY_PREFIX = "delivery:";

export function chunkRow(chunkId: string): string {
  return CHUNK_PREFIX + escapeKey(chunkId);
}

/** The beginning of the row keys of the chunks that one page of subscriptions was planned into. */
export function pageChunks(page: number): string {
  return `${CHUNK_PREFIX}page-${pad(page)}-`;
}

/** Says that a page's chunks were stored, also when all of them have ended since. */
export function pageRow(page: number): string {
  return `page:${pad(page)}`;
}

export function deliveryRow({ random }: { readonly random: string }): string {
  return DELIVERY_PREFIX + escapeKey(random);
}

function pad(page: number): string {
  return String(page).padStart(5, "0");
}
