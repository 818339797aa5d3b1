import { toProblems } from "../../shared/source/workflow";

const EXPIRED = { errorCode: "DataSourceRefreshFailed", resultSeverity: "error", message: "Expired." };
const READ_EXPIRED = { severity: "error", code: "DataSourceRefreshFailed", message: "Expired." };
const LATE = { ErrorCode: "Late", ResultSeverity: "Warning" };
const READ_LATE = { severity: "warning", code: "Late" };

test.each<[string, unknown, unknown[]]>([
  ["neither is there", {}, []],
  ["both are null", { ciError: null, ciErrors: null }, []],
  ["both say the same", { ciError: EXPIRED, ciErrors: [EXPIRED, EXPIRED] }, [READ_EXPIRED]],
  ["they differ", { ciError: EXPIRED, ciErrors: [LATE] }, [READ_EXPIRED, READ_LATE]],
  ["one is nested", { ciErrors: [{ ...LATE, ciResults: [EXPIRED] }] }, [READ_LATE, READ_EXPIRED]],
  ["one is nested in one that says nothing", { ciError: { ciResults: [{ ciResults: [LATE] }] } }, [READ_LATE]],
  ["ciErrors is no list", { ciErrors: LATE }, [READ_LATE]],
  ["there is only a message", { ciError: { message: "Broken." } }, [{ severity: "error", message: "Broken." }]],
  [
    "there is only a name",
    { ciError: { name: "apiInternalError" } },
    [{ severity: "error", code: "apiInternalError" }],
  ],
  ["the code is a number", { ciError: { errorCode: 17 } }, [{ severity: "error", code: "17" }]],
  ["one says nothing", { ciError: {}, ciErrors: [null, 5, "text", {}] }, []],
])("problems are read when %s", (_name, holder, expected) => {
  expect(toProblems(holder)).toEqual(expected);
});

test("a message of any length is carried in part", () => {
  const [problem] = toProblems({ ciError: { message: "x".repeat(5000) } });
  expect(problem?.message).toHaveLength(1000);
});

test("results may be nested deeper than the stack", () => {
  const depth = 100_000;
  const nested = JSON.parse(`${'{"ciResults":['.repeat(depth)}{"message":"deep"}${"]}".repeat(depth)}`);
  expect(toProblems({ ciError: nested })).toEqual([{ severity: "error", message: "deep" }]);
});
