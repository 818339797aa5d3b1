import { type StoredSubject, type SubjectChange } from "../../model/subject";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { TEXT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";
import { isSubjectState } from "./isSubjectState";

const isSubjectRow = rowGuard<{ readonly subjectId: string; readonly state: string }>(
  rowSchema({ subjectId: TEXT, state: TEXT }),
);

export function toSubject({ values, version }: StoredRow): StoredSubject | undefined {
  if (!isSubjectRow(values)) return undefined;
  const state = parseJson(values.state);
  return isSubjectState(state) ? { subjectId: values.subjectId, state, version } : undefined;
}

export function fromSubject({ subjectId, state }: SubjectChange): Values {
  return { subjectId, state: JSON.stringify(state) };
}
