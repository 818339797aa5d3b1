/**
 * The module `data` reads and writes CI's data on behalf of callers: drop-down lists, entities and their items, files
 * of entities. It decides what may be asked, and says why something is not there; it knows neither HTTP nor the CI API.
 * Start at the function that a route names: `lookUp…` (lookups.ts), `getEntitySchema` (entities.ts), `listItems`,
 * `getItem`, `createItem` (writes.ts), `readPartition` (partitions).
 *
 * The ports below, declared once, are what its functions need of the source; each function takes a `Pick`.
 */
import {
  type ItemUpdate,
  type ItemWrite,
  type OpenPartition,
  type PartitionFile,
  type WriteAnswer,
} from "../model/entity";
import { type SourceFailure } from "../model/sourceAnswer";
import { type SourceReads } from "../model/sourceReads";

export interface DataPorts extends SourceReads {
  /** Creates an item in the source's real-time store, by one request that is never repeated. */
  readonly createItem: (item: ItemWrite) => Promise<WriteAnswer>;
  /** Changes columns of an item in the source's real-time store, by one request that is never repeated. */
  readonly updateItem: (item: ItemUpdate) => Promise<WriteAnswer>;
  /** Opens a file of an entity at a byte `offset`. Never rejects for a fault of the file's storage. */
  readonly openPartitionFile: (file: PartitionFile, offset: number) => Promise<FileOpened>;
}

type FileOpened =
  | { readonly outcome: "opened"; readonly partition: OpenPartition }
  /** The file ends before `offset`. */
  | { readonly outcome: "past-end" }
  | { readonly outcome: "failed"; readonly failure: SourceFailure };
