import { explainRefusal } from "../../shared/data/writes";

const REQUEST = { instanceId: "0b1f0c1e-52a1-4c0e-9a55-0a4de1f0b001", entity: "Customer" };

function never(): Promise<never> {
  return Promise.reject(new Error("nothing more is to be asked"));
}

test.each([
  [500, "source-failed"],
  [502, "unanswered"],
  [503, "source-failed"],
  [504, "unanswered"],
])("a write that is answered %i is %s: behind a gateway it may have been made", async (status, outcome) => {
  const failure = { kind: "unavailable" as const, status, message: "not available" };
  const refused = await explainRefusal(failure, REQUEST, { getEntity: never, getInstance: never });
  expect(refused).toEqual({ outcome, failure });
});
