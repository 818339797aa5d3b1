import { type Queues } from "../../shared/storage/createQueues";
import { type Tables } from "../../shared/storage/createTables";
import { type SentMessage } from "../fakes/memoryQueue";
import { openAzuriteStore } from "./azuriteStore";
import { openMemoryStore } from "./memoryStore";

/** Tables and queues under test, and the ways to make them lose what they should not. */
export interface Store {
  readonly tables: Tables;
  readonly queues: Queues;
  /** The next write is done, and its answer lost. */
  loseNextAnswer(): void;
  /** The same; and whatever is sent in place of that write has the same luck. */
  loseNextAnswerForGood(): void;
  /** The next write never arrives, however often it is sent. */
  loseNextWrite(): void;
  /** What can be received from a queue now; `delaySeconds` is 0. */
  receive(queue: keyof Queues): Promise<readonly SentMessage[]>;
  close(): Promise<void>;
}

/** For `describe.each`: the fake and the real store pass the same tests. */
export const STORES = [
  { store: "memory", open: openMemoryStore },
  { store: "Azurite", open: openAzuriteStore },
] as const;
