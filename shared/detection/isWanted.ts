import { type StoredSubject, sampledSubjectId } from "../model/subject";
import { type Interest, wantsDataSources, wantsJobs } from "./interest";

/** True while somebody is interested in it; what nobody wants is forgotten, so that the next interest has its own baseline. */
export function isWanted({ subjectId, state }: StoredSubject, interest: Interest): boolean {
  if (state.kind === "data-source") return wantsDataSources(interest);
  if (state.kind === "jobs") return wantsJobs(interest);
  if (state.kind === "readings") return true;
  const names = state.kind === "segment" ? interest.segments : interest.measures;
  return names.some((name) => sampledSubjectId(state.kind, name) === subjectId);
}
