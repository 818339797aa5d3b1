import { type Scene } from "../../../dev/simulator/world/scene";
import { createContractCheck } from "./createContractCheck";
import { BAD_CALLS, GOOD_CALLS, makeCall, type OperationCall, readNames } from "./operationCalls";
import { type SimulatorUnderTest, withSimulator } from "./withSimulator";

const { check, operationIds } = createContractCheck();

/** Answers that are not as the contract says or have another status than the call expects. */
async function findBreaches(simulator: SimulatorUnderTest, calls: readonly OperationCall[]): Promise<string[]> {
  const names = await readNames(simulator);
  const breaches: string[] = [];
  for (const call of calls) {
    const { status, text } = await makeCall(simulator, call, names);
    const wrong = check(call.operation, status, text);
    if (status !== (call.status ?? 200) || wrong.length > 0)
      breaches.push(`${call.operation} ${call.path}: ${status} ${wrong.join()}`);
  }
  return breaches;
}

/** A world in which every kind of outcome can be seen. */
async function makeHistory({ control }: SimulatorUnderTest): Promise<void> {
  await control("POST", "clock", { advanceSeconds: 60 });
  const outcomes = { Loyalty: "fail", eCommerce: "warn", CallCenter: "partial", Surveys: "abort", export: "skip" };
  await control("POST", "refresh", { scope: "full", outcomes: { ...outcomes, TotalRevenue: "fail" } });
  await control("POST", "clock", { advanceSeconds: 60 });
  await control("POST", "segments/HighValueCustomers/recreate");
  await control("POST", "measures/OpenCases/recreate");
  await control("POST", "data-sources/Returns/recreate");
  await control("POST", "refresh", { scope: "full", outcomes: { merge: "fail" } });
  await control("POST", "clock", { advanceSeconds: 14 });
}

test("every operation of the contract is called", () => {
  expect([...new Set(GOOD_CALLS.map(({ operation }) => operation))].toSorted()).toEqual(operationIds.toSorted());
});

test.each<[string, Partial<Scene>]>([
  ["as it is by default", {}],
  ["with PascalCase enums", { casing: "pascal" }],
  ["with upper case enums", { casing: "upper" }],
  ["with lower case enums", { casing: "lower" }],
  ["without missing dates", { missingDates: "absent" }],
  ["with missing dates in the year 1", { missingDates: "year1" }],
  ["with one node per table", { ingestionIdentifiers: "dataSource_entity" }],
  ["without output in the list of measures", { measureListHasOutput: false }],
  ["without nextLink and with small pages", { nextLink: false, pageSize: 3 }],
  ["with the oldest job first", { jobOrder: "oldestFirst", topCap: 5 }],
])("good answers are as the contract says %s", (_, scene) =>
  withSimulator(
    async (simulator) => {
      expect(await findBreaches(simulator, GOOD_CALLS)).toEqual([]);
      await makeHistory(simulator);
      const reads = GOOD_CALLS.filter(({ method }) => method === undefined);
      expect(await findBreaches(simulator, reads)).toEqual([]);
    },
    { clock: "manual", scene },
  ),
);

test("errors of the service have the body the contract declares for the operation", () =>
  withSimulator(async (simulator) => {
    expect(await findBreaches(simulator, BAD_CALLS)).toEqual([]);
  }));

test.each([
  ["a misspelt property", '[{"instanceid":"7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11"}]'],
  ["an unknown enum value", '[{"instanceType":"nothing"}]'],
  ["a date without its fraction", '[{"expiryTimeUtc":"2026-01-01T00:00:00Z"}]'],
  ["a wrong type", '{"value":[]}'],
])("the check finds %s", (_, body) => {
  expect(check("Get-all-instances", 200, body)).toHaveLength(1);
});

test.each(["401", "403", "404", "429", "500", "503"])("an injected %s has the declared body", (kind) =>
  withSimulator(async (simulator) => {
    const names = await readNames(simulator);
    const undeclared = kind === "404" ? /^(Get-data-source|Get-workflow-schedules|Create-an-entity)$/ : /^$/;
    const calls = GOOD_CALLS.filter(({ operation }) => !undeclared.test(operation));
    for (const call of calls) {
      await simulator.control("POST", "faults", { kind, operation: call.operation, times: 1 });
      const { status, text } = await makeCall(simulator, call, names);
      expect([call.operation, status, check(call.operation, status, text)]).toEqual([call.operation, Number(kind), []]);
    }
  }),
);
