import { parseSubscribe } from "../../../shared/http/routes/subscribe";
import { type SubscribeRequest } from "../../../shared/subscriptions/subscribe";
import { aCaller } from "../../builders/aCaller";
import { INSTANCE_ID } from "../../builders/anEvent";
import { ALLOWED_HOSTS, CALLBACK_URL, aHttpRequest } from "../aHttpRequest";
import { problemOf } from "../problemOf";

function read(trigger: string, body: object): Promise<SubscribeRequest> {
  const json = { callbackUrl: CALLBACK_URL, ...body };
  return parseSubscribe(aHttpRequest({ params: { instanceId: INSTANCE_ID, trigger }, json }), aCaller(), ALLOWED_HOSTS);
}

test.each<[string, object, Partial<SubscribeRequest>]>([
  [
    "segment-threshold-crossed",
    { segmentName: "Loyal", threshold: 100 },
    { resource: "Loyal", threshold: { value: 100, direction: "above" } },
  ],
  [
    "segment-threshold-crossed",
    { segmentName: "Loyal", threshold: 0, direction: "below" },
    { resource: "Loyal", threshold: { value: 0, direction: "below" } },
  ],
  [
    "measure-threshold-crossed",
    { measureName: "Revenue", threshold: -1.5, direction: "either" },
    { resource: "Revenue", threshold: { value: -1.5, direction: "either" } },
  ],
  [
    "measure-threshold-crossed",
    { measureName: "Revenue", threshold: 1, direction: null },
    { threshold: { value: 1, direction: "above" } },
  ],
  ["full-refresh-completed", {}, { refreshOptions: { includeManual: false, outcome: "completed" } }],
  [
    "full-refresh-completed",
    { includeManual: true, outcome: "any" },
    { refreshOptions: { includeManual: true, outcome: "any" } },
  ],
  [
    "full-refresh-completed",
    { includeManual: null, outcome: null },
    { refreshOptions: { includeManual: false, outcome: "completed" } },
  ],
  [
    "full-refresh-completed",
    { includeManual: "", outcome: "" },
    { refreshOptions: { includeManual: false, outcome: "completed" } },
  ],
  [
    "segment-threshold-crossed",
    { segmentName: "Loyal", threshold: 1, direction: "" },
    { threshold: { value: 1, direction: "above" } },
  ],
  ["unification-completed", {}, {}],
])("a body of %s: %j", async (trigger, body, expected) => {
  expect(await read(trigger, body)).toMatchObject({ trigger, ...expected });
});

test.each([
  ["segment-threshold-crossed", {}, ["segmentName", "threshold"]],
  ["segment-threshold-crossed", { segmentName: "", threshold: 1 }, ["segmentName"]],
  ["segment-threshold-crossed", { segmentName: "Loyal", threshold: "100" }, ["threshold"]],
  ["segment-threshold-crossed", { segmentName: "Loyal", threshold: null }, ["threshold"]],
  ["segment-threshold-crossed", { segmentName: "Loyal", threshold: "" }, ["threshold"]],
  ["segment-threshold-crossed", { segmentName: "Loyal", threshold: 1, direction: "up" }, ["direction"]],
  ["segment-threshold-crossed", { measureName: "Revenue", segmentName: "Loyal", threshold: 1 }, ["measureName"]],
  ["measure-threshold-crossed", { measureName: 7, threshold: 1 }, ["measureName"]],
  ["full-refresh-completed", { includeManual: "yes" }, ["includeManual"]],
  ["full-refresh-completed", { outcome: "failed" }, ["outcome"]],
  ["unification-completed", { segmentName: "Loyal" }, ["segmentName"]],
])("a body of %s that is wrong is answered 400 with each wrong field: %j", async (trigger, body, targets) => {
  const { status, options } = await problemOf(() => read(trigger, body));
  expect(status).toBe(400);
  expect(options.details?.map(({ target }) => target).toSorted()).toEqual(targets);
});

test("a threshold that is no finite number is refused", async () => {
  const json = `{"callbackUrl":"${CALLBACK_URL}","segmentName":"Loyal","threshold":1e999}`;
  const params = { instanceId: INSTANCE_ID, trigger: "segment-threshold-crossed" };
  const { options } = await problemOf(() => parseSubscribe(aHttpRequest({ params, json }), aCaller(), ALLOWED_HOSTS));
  expect(options.target).toBe("threshold");
});
