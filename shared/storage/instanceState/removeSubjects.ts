import { type StoredSubject } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { subjectRow } from "../keys/stateKeys";
import { type Table } from "../table/table";

const AT_ONCE = 100;

/** Removes those whose version is still the given one, up to 100 in a transaction; others are passed over. */
export const removeSubjects =
  (instanceState: Table) =>
  async (instanceId: string, subjects: readonly StoredSubject[]): Promise<void> => {
    for (let start = 0; start < subjects.length; start += AT_ONCE)
      await removeSome(instanceState, escapeKey(instanceId), subjects.slice(start, start + AT_ONCE));
  };

async function removeSome(table: Table, partition: string, subjects: readonly StoredSubject[]): Promise<void> {
  let left = subjects;
  while (left.length > 0) {
    const result = await table.write(
      partition,
      left.map(({ subjectId, version }) => ({ kind: "remove", row: subjectRow(subjectId), version })),
    );
    left = result.written ? [] : left.filter((_, index) => index !== result.action);
  }
}
