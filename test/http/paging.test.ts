import { answerDeadLetters } from "../../shared/http/routes/deadLetters";
import { answerRedrive } from "../../shared/http/routes/redrive";
import { aDeadLetter } from "../builders/aDeadLetter";
import { aKey } from "../builders/aSubscription";
import { aHttpRequest } from "./aHttpRequest";

const BASE = "https://triggers.example/api";

test("a page that is not the last links to the next: same question, public address, no key", () => {
  const request = aHttpRequest({
    method: "GET",
    query: { instanceId: "i", since: "2026-11-20T00:00:00Z", code: "canary", $top: "1", $skiptoken: "earlier" },
  });
  const { jsonBody } = answerDeadLetters({ items: [aDeadLetter()], cursor: "letter:1" }, request, BASE);
  expect((jsonBody as Record<string, unknown>)["@odata.nextLink"]).toBe(
    `${BASE}/dead-letters?instanceId=i&since=2026-11-20T00%3A00%3A00Z&%24top=1&%24skiptoken=letter%3A1`,
  );
});

test("a dead letter is shown without capability, and the last page has no link", () => {
  const { status, jsonBody } = answerDeadLetters({ items: [aDeadLetter()] }, aHttpRequest(), BASE);
  const { event, cause, attempts, diedAt, lastAnswer } = aDeadLetter();
  const { instanceId, eventId } = event;
  const shown = { kind: "delivery", instanceId, eventId, cause, attempts, diedAt, lastAnswer };
  const named = { trigger: "data-source-refresh-failed", subscription: expect.stringMatching(/^[0-9a-f]{12}$/) };
  expect({ status, jsonBody }).toEqual({ status: 200, jsonBody: { value: [{ ...shown, ...named }] } });
  expect(JSON.stringify(jsonBody)).not.toContain(aKey().random);
});

test.each([
  [{ outcome: "counted", count: 7 } as const, { status: 200, jsonBody: { count: 7 } }],
  [{ outcome: "accepted", redriveId: "r" } as const, { status: 202, jsonBody: { redriveId: "r" } }],
])("a redrive that is %j is answered %j", (result, answered) => {
  expect(answerRedrive(result)).toEqual(answered);
});
