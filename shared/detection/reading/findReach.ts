import { type JobsState, type StoredSubject } from "../../model/subject";
import { findReadings } from "./planReading";

/** Where nobody follows the jobs themselves, data sources still need those that came since the last look. */
export function findReach(subjects: readonly StoredSubject[]): JobsState | undefined {
  const horizon = findReadings(subjects)?.newestJobAt;
  return horizon && { kind: "jobs", jobs: [], horizon };
}
