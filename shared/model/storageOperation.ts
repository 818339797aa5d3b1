/** One HTTP request to storage, each try counted; `operation` is one of few words. */
export interface StorageOperation {
  readonly service: "table" | "queue";
  readonly operation: string;
}
