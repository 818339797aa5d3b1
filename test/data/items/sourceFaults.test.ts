import { withReads } from "../withReads";

test.each<[string, object, object]>([
  ["401", {}, { status: 502, code: "SourceFailed" }],
  ["429", { retryAfterSeconds: 17 }, { status: 503, code: "SourceUnavailable", retryAfter: "17" }],
  ["500", {}, { status: 502, code: "SourceFailed" }],
  ["503", { retryAfterSeconds: 9 }, { status: 503, code: "SourceUnavailable", retryAfter: "9" }],
  ["hang", {}, { status: 504, code: "SourceTimedOut" }],
  ["malformed", {}, { status: 502, code: "SourceAnswerInvalid" }],
  ["nonsense", {}, { status: 502, code: "SourceAnswerInvalid" }],
  ["empty", {}, { status: 502, code: "SourceAnswerInvalid" }],
  ["truncated", {}, { status: 502, code: "SourceAnswerInvalid" }],
  ["reset", {}, { status: 502, code: "SourceFailed" }],
])("a source that answers %s %j fails a read of items as %j", async (kind, options, expected) => {
  await withReads(
    async ({ get, instanceId, control }) => {
      for (const operation of ["Get-entity-metadata", "Get-entities-with-OData-path"]) {
        await control("POST", "faults", { kind, operation, ...options });
        for (const path of ["items", "items/1"]) {
          const { json, ...answered } = await get(`instances/${instanceId}/entities/Customer/${path}`);
          expect({ ...answered, ...(json["error"] as object) }).toMatchObject(expected);
        }
        await control("DELETE", "faults");
        // From now on it is known.
        await get(`instances/${instanceId}/entities/Customer/schema`);
      }
    },
    { timeoutMs: kind === "hang" ? 150 : 5_000 },
  );
});
