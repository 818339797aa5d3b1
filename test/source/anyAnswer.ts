import * as fc from "fast-check";

const NAMES = [
  "jobId",
  "JobId",
  "taskId",
  "instanceId",
  "dataSourceId",
  "dataSourceMetadata",
  "operationType",
  "jobStatus",
  "taskStatus",
  "jobSubmissionKind",
  "refreshState",
  "provisioningState",
  "identifier",
  "friendlyName",
  "name",
  "jobIds",
  "tasks",
  "ciError",
  "ciErrors",
  "ciResults",
  "errorCode",
  "resultSeverity",
  "message",
  "endTimestamp",
  "submittedTimestamp",
  "lastSuccessfulTimestamp",
  "lastRefresh",
  "value",
  "@odata.nextLink",
  "__proto__",
] as const;

const scalar = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.string({ unit: "binary" }),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc.constantFrom(null, "", " ", "i", "J", "Running", "TimedOut", "all", "Ingestion", "0001-01-01T00:00:00"),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** JSON that is often nearly what the contract says: its names, with anything behind them. */
export const anyAnswer: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie("object"), tie("list")),
  list: fc.array(tie("any"), { maxLength: 4 }),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie("any"), { maxKeys: 9 }),
})).any;
