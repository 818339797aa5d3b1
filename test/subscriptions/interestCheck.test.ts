import { type IneligibleReason } from "../../shared/model/measure";
import { type SourceAnswer, type SourceFailure } from "../../shared/model/sourceAnswer";
import { type CheckDeps, checkInterest } from "../../shared/subscriptions/interestCheck";
import { INSTANCE_ID } from "../builders/anEvent";

const ANY = { instanceId: INSTANCE_ID, trigger: "data-source-refresh-failed" } as const;
const ONE = { ...ANY, resource: "crm" } as const;
const SEGMENT = { ...ANY, trigger: "segment-threshold-crossed", resource: "Loyal" } as const;
const MEASURE = { ...ANY, trigger: "measure-threshold-crossed", resource: "Revenue" } as const;

function found<T>(value: T): Promise<SourceAnswer<T>> {
  return Promise.resolve({ ok: true, value, unusable: [] });
}

function failed(kind: SourceFailure["kind"]): Promise<{ ok: false; failure: SourceFailure }> {
  return Promise.resolve({ ok: false, failure: { kind, message: "no" } });
}

function aSource(changes: Partial<CheckDeps> = {}): CheckDeps {
  return {
    getInstance: (instanceId) => found({ instanceId }),
    listDataSources: () => found(["erp", "crm"].map((dataSourceId) => ({ dataSourceId, refreshState: "" }))),
    listSegments: () => found([{ name: "Loyal", state: "active", samples: [] }]),
    getMeasure: (_, name) => found({ name, eligibility: { ok: true }, samples: [] }),
    ...changes,
  };
}

test("an interest in any data source of a known instance is fine, and the list is not read", async () => {
  const listDataSources = jest.fn(aSource().listDataSources);
  expect(await checkInterest(ANY, aSource({ listDataSources }))).toBeUndefined();
  expect(listDataSources).not.toHaveBeenCalled();
});

test("an interest in a known data source is fine", async () => {
  expect(await checkInterest(ONE, aSource())).toBeUndefined();
});

test.each(["CRM", "crm ", ""])("a data source named %j is unknown where there is crm", async (resource) => {
  expect(await checkInterest({ ...ONE, resource }, aSource())).toEqual({ reason: "unknown-resource" });
});

test.each<SourceFailure["kind"]>(["not-found", "forbidden"])("an instance that is %s is unknown", async (kind) => {
  expect(await checkInterest(ONE, aSource({ getInstance: () => failed(kind) }))).toEqual({
    reason: "unknown-instance",
  });
  expect(await checkInterest(ONE, aSource({ listDataSources: () => failed(kind) }))).toEqual({
    reason: "unknown-instance",
  });
});

test.each<SourceFailure["kind"]>([
  "unreachable",
  "timed-out",
  "throttled",
  "unavailable",
  "unauthorized",
  "rejected",
  "malformed",
])("a source that is %s says nothing about the interest", async (kind) => {
  const refusal = { reason: "source-failed", failure: { kind, message: "no" } };
  expect(await checkInterest(ONE, aSource({ getInstance: () => failed(kind) }))).toEqual(refusal);
  expect(await checkInterest(ONE, aSource({ listDataSources: () => failed(kind) }))).toEqual(refusal);
});

test("an interest in a known segment or an eligible measure is fine", async () => {
  expect(await checkInterest(SEGMENT, aSource())).toBeUndefined();
  expect(await checkInterest(MEASURE, aSource())).toBeUndefined();
});

test("an unknown segment or measure is refused", async () => {
  expect(await checkInterest({ ...SEGMENT, resource: "loyal" }, aSource())).toEqual({ reason: "unknown-resource" });
  expect(await checkInterest(MEASURE, aSource({ getMeasure: () => failed("not-found") }))).toEqual({
    reason: "unknown-resource",
  });
});

test.each<IneligibleReason>(["profile-measure", "has-dimensions", "no-single-value", "unknown-kind"])(
  "a measure that is ineligible as %s is refused with that reason",
  async (why) => {
    const getMeasure: CheckDeps["getMeasure"] = (_, name) =>
      found({ name, eligibility: { ok: false, reason: why }, samples: [] });
    expect(await checkInterest(MEASURE, aSource({ getMeasure }))).toEqual({ reason: "ineligible-measure", why });
  },
);

test.each([SEGMENT, MEASURE])("what cannot be checked just now is never accepted: $trigger", async (asked) => {
  const failing = aSource({ listSegments: () => failed("throttled"), getMeasure: () => failed("throttled") });
  expect(await checkInterest(asked, failing)).toMatchObject({ reason: "source-failed" });
});
