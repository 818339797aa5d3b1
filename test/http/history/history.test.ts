import { answerDeliveries, parseDeliveriesQuery } from "../../../shared/http/routes/deliveries";
import { answerHistory, parseHistoryQuery } from "../../../shared/http/routes/events";
import { aCaller } from "../../builders/aCaller";
import { aKey } from "../../builders/aSubscription";
import { INSTANCE_ID, anEvent } from "../../builders/anEvent";
import { anInstant } from "../../builders/anInstant";
import { SOURCE_ID } from "../../builders/workflow";
import { aHttpRequest } from "../aHttpRequest";
import { problemOf } from "../problemOf";

const EVENT_ID = anEvent().eventId;
const publicBaseUrl = "https://t.example/api";

test("an instance's history is asked for in any case of its id", () => {
  const request = aHttpRequest({ params: { instanceId: INSTANCE_ID.toUpperCase() }, query: { $skiptoken: "17" } });
  expect(parseHistoryQuery(request, aCaller())).toEqual({
    instanceId: INSTANCE_ID,
    paging: { top: 100, cursor: "17" },
  });
});

test.each([
  [{ instanceId: "x" }, {}, 404, "instanceId"],
  [{ instanceId: INSTANCE_ID }, { $top: "-1" }, 400, "$top"],
  [{ instanceId: INSTANCE_ID }, { $skiptoken: "letter:1" }, 400, "$skiptoken"],
])("the history of %j with %j is answered %i by name", async (params, query, status, target) => {
  const problem = await problemOf(() => parseHistoryQuery(aHttpRequest({ params, query: { ...query } }), aCaller()));
  expect({ status: problem.status, target: problem.options.target }).toEqual({ status, target });
});

test("an event and a gap are told apart by their kind", () => {
  const gap = { gapId: "gap_1", sequence: 8, detectedAt: anInstant() };
  const items = [{ kind: "gap", gap } as const, { kind: "event", event: anEvent() } as const];
  const { jsonBody } = answerHistory(
    { items, cursor: "7" },
    { request: aHttpRequest(), instanceId: "i", publicBaseUrl },
  );
  const { eventId, sequence, trigger, occurredAt, detectedAt, fields } = anEvent();
  expect(jsonBody).toEqual({
    value: [
      { kind: "gap", ...gap },
      { kind: "event", eventId, sequence, trigger, occurredAt, detectedAt, fields },
    ],
    "@odata.nextLink": `${publicBaseUrl}/instances/i/events?%24skiptoken=7`,
  });
});

test("an event's deliveries are asked for as the caller", () => {
  const { asked } = parseDeliveriesQuery(aHttpRequest({ params: { eventId: EVENT_ID } }), aCaller());
  expect(asked).toEqual({ eventId: EVENT_ID, connection: expect.stringMatching(/^[0-9a-f]{32}$/) });
});

test.each([
  [{ eventId: "evt_1" }, {}, 404, "eventId"],
  [{ eventId: EVENT_ID }, { $skiptoken: "a b" }, 400, "$skiptoken"],
])("the deliveries of %j with %j are answered %i by name", async (params, query, status, target) => {
  const problem = await problemOf(() => parseDeliveriesQuery(aHttpRequest({ params, query: { ...query } }), aCaller()));
  expect({ status: problem.status, target: problem.options.target }).toEqual({ status, target });
});

test("a delivery is shown with its subscription's hash, and a foreign cursor is answered 400", async () => {
  const asked = { request: aHttpRequest(), eventId: EVENT_ID, publicBaseUrl, caller: aCaller() };
  const status = { state: "delivered", attempts: 1, lastAnswer: { status: 202 } } as const;
  const { jsonBody } = answerDeliveries({ items: [{ subscription: aKey(), connection: "c", ...status }] }, asked);
  const named = { instanceId: INSTANCE_ID, trigger: "data-source-refresh-failed" };
  const subscription: unknown = expect.stringMatching(/^[0-9a-f]{12}$/);
  expect(jsonBody).toEqual({ value: [{ subscription, ...named, ...status }] });
  const { options } = await problemOf(() => answerDeliveries(undefined, asked));
  expect(options.target).toBe("$skiptoken");
});

test("an operator may ask for everybody's deliveries of an event; others are answered 403", async () => {
  const request = aHttpRequest({ params: { eventId: EVENT_ID }, query: { of: "everybody" } });
  expect(parseDeliveriesQuery(request, aCaller()).asked).toEqual({ eventId: EVENT_ID });
  const { status } = await problemOf(() => parseDeliveriesQuery(request, aCaller({ roles: ["subscribe"] })));
  expect(status).toBe(403);
});

test("an operator of some instances is shown nothing of the events of others", () => {
  const status = { state: "delivered", attempts: 1, lastAnswer: { status: 202 } } as const;
  const page = { items: [{ subscription: aKey(), connection: "c", ...status }], cursor: "sealed" };
  const asked = { request: aHttpRequest(), eventId: EVENT_ID, publicBaseUrl };
  const shown = (instances: readonly string[]) => answerDeliveries(page, { ...asked, caller: aCaller({ instances }) });
  expect(shown([SOURCE_ID]).jsonBody).toEqual({ value: [] });
  expect(shown([INSTANCE_ID]).jsonBody).toMatchObject({ value: [{ instanceId: INSTANCE_ID }] });
});
