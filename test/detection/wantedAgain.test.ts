import { pollInstance } from "../../shared/detection/pollInstance";
import { type StoredSubject } from "../../shared/model/subject";
import { anInterest } from "../builders/observed";
import { INSTANCE_ID } from "../builders/workflow";
import { aPoll } from "./aPoll";

const jobs: StoredSubject = { subjectId: "jobs", version: "3", state: { kind: "jobs", jobs: [] } };
const refreshes = anInterest({ triggers: ["data-source-refresh-failed"] });
const both = anInterest({ triggers: ["data-source-refresh-failed", "full-refresh-completed"] });

test.each([
  ["stays when somebody has subscribed to it since the poll began", both, []],
  ["goes when still nobody wants it", refreshes, ["jobs"]],
])("invariant 7: what nobody wanted %s", async (_, later, expected) => {
  const removed: string[] = [];
  const interests = [refreshes];
  const { deps } = aPoll();
  await pollInstance(
    { instanceId: INSTANCE_ID },
    {
      ...deps,
      loadSubjects: async () => [...(await aPoll().deps.loadSubjects(INSTANCE_ID)), jobs],
      loadInterest: () => Promise.resolve(interests.shift() ?? later),
      removeSubjects: (_instance, subjects) =>
        Promise.resolve(void removed.push(...subjects.map(({ subjectId }) => subjectId))),
    },
  );
  expect(removed).toEqual(expected);
});
