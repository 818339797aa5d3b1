import { type Chunk, type ChunkPage, type StoredPage } from "../model/delivery";
import { type EventReference } from "../model/event";

export interface PageDeps {
  /** Stores the chunks of one page in one transaction; gives the page as an earlier try stored it where there was one. */
  readonly storeChunks: (event: EventReference, planned: ChunkPage) => Promise<StoredPage>;
}

/** A page that nobody is in needs no row. */
export async function storePage(
  event: EventReference,
  page: number,
  planned: { readonly chunks: readonly Chunk[]; readonly cursor: string | undefined },
  { storeChunks }: PageDeps,
): Promise<StoredPage> {
  const { chunks, cursor } = planned;
  const rest = cursor === undefined ? {} : { cursor };
  return chunks.length === 0 ? { isOurs: true, chunks: [], ...rest } : storeChunks(event, { page, chunks, ...rest });
}
