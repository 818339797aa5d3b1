import { type Version } from "../../model/subject";
import { type Action, type Found, type Table } from "./table";

/** What a store answered to a write, before anything is read back. */
export type Submitted =
  | { readonly answer: "written"; readonly versions: readonly Version[] }
  | {
      readonly answer: "refused";
      readonly action: number;
      readonly found: Found;
      /** True when an earlier try of the same write may have been done, its answer lost. */
      readonly repeated: boolean;
    }
  | { readonly answer: "lost"; readonly cause: unknown };

/** A store as it is: `confirmWrites` makes a table of it. */
export interface RawTable extends Pick<Table, "name" | "get" | "list" | "nextPartition"> {
  submit(partition: string, actions: readonly Action[]): Promise<Submitted>;
}
