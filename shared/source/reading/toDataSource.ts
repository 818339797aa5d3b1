import { type DataSource } from "../../model/instance";
import { type Note } from "./createNotes";
import { field } from "./field";
import { readObject } from "./readObject";

const REFRESH_STATES = ["notupdated", "updated", "updating", "updatefailed", "updatecancelled"];

/** One DataSourceInfo, or its metadata alone; undefined and noted when it has no `dataSourceId`. */
export function toDataSource(seen: unknown, at: string, note: Note): DataSource | undefined {
  const source = readObject(field(seen, "dataSourceMetadata") ?? seen, at, note);
  const dataSourceId = source.requiredId("dataSourceId");
  if (!dataSourceId) return undefined;
  const name = source.text("friendlyName") ?? source.text("name");
  const lastRefreshedAt = source.instant("lastRefresh");
  return {
    dataSourceId,
    refreshState: source.word("refreshState", REFRESH_STATES),
    ...(name && { name }),
    ...(lastRefreshedAt && { lastRefreshedAt }),
  };
}
