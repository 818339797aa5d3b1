import { type StoredSubject } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { subjectRow } from "../keys/stateKeys";
import { type Action, type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

/** Removes those whose version is still the given one; others are passed over. */
export const removeSubjects =
  (instanceState: Table) =>
  async (instanceId: string, subjects: readonly StoredSubject[]): Promise<void> => {
    const removals = subjects.map(({ subjectId, version }): Action => ({
      kind: "remove",
      row: subjectRow(subjectId),
      version,
    }));
    await writeFitting(instanceState, escapeKey(instanceId), removals);
  };
