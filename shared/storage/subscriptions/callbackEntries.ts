import { type CallbackEntry } from "../../model/subscription";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";
import { KEY_COLUMNS, type KeyRow, OPTIONAL_KEY_COLUMNS, fromKey, toKey } from "./keyValues";

const isEntryRow = rowGuard<KeyRow & { readonly order: number }>(
  rowSchema({ ...KEY_COLUMNS, order: COUNT }, OPTIONAL_KEY_COLUMNS),
);

export function toEntry({ values }: StoredRow): CallbackEntry | undefined {
  if (!isEntryRow(values)) return undefined;
  const key = toKey(values);
  return key && { key, order: values.order };
}

export function fromEntry({ key, order }: CallbackEntry): Values {
  return { ...fromKey(key), order };
}
