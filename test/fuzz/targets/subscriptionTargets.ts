import { testSubscription } from "../../../shared/delivery/testSubscription";
import { STATUS_REPORT, answerStatusReport, parseStatusReport } from "../../../shared/http/routes/statusReport";
import { answerSubscribe, parseSubscribe } from "../../../shared/http/routes/subscribe";
import {
  GET_SUBSCRIPTION,
  LIST_SUBSCRIPTIONS,
  TEST_SUBSCRIPTION,
  UNSUBSCRIBE,
  answerSubscriptions,
  answerTest,
  parseSubscriptionsQuery,
  requireOwnSubscription,
  showSubscription,
} from "../../../shared/http/routes/subscriptions";
import { TRIGGERS } from "../../../shared/model/event";
import { statusReport } from "../../../shared/operations/statusReport";
import { subscribe } from "../../../shared/subscriptions/subscribe";
import { unsubscribe } from "../../../shared/subscriptions/unsubscribe";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Chance } from "../../faults/schedules/chance";
import { SUBSCRIPTION_IDS } from "../fillWorld";
import { mutateText } from "../hostile";
import { type Aimed, httpTarget } from "../http/httpTarget";
import { someBody } from "../http/someBody";
import { somePath, someQuery } from "../http/someQuery";
import { type FuzzTarget } from "../target";

const CALLBACK_URL = "https://prod-01.westeurope.logic.azure.com:443/workflows/1?sp=%2Frun&sig=canary";
const FIELDS = ["callbackUrl", "dataSourceId", "segmentName", "measureName", "threshold", "direction", "outcome"];
const BODIES: Readonly<Record<string, object>> = {
  "data-source-refresh-failed": { callbackUrl: CALLBACK_URL, dataSourceId: "crm" },
  "data-source-refresh-succeeded": { callbackUrl: CALLBACK_URL },
  "segment-threshold-crossed": { callbackUrl: CALLBACK_URL, segmentName: "Loyal", threshold: 5, direction: "either" },
  "measure-threshold-crossed": { callbackUrl: CALLBACK_URL, measureName: "Sales", threshold: -0.5 },
  "full-refresh-completed": { callbackUrl: CALLBACK_URL, includeManual: true, outcome: "any" },
  "unification-completed": { callbackUrl: CALLBACK_URL },
};

function aSubscribe(chance: Chance): Aimed {
  const trigger = chance.pick(TRIGGERS);
  const params = somePath(chance, { instanceId: [INSTANCE_ID], trigger: [trigger] });
  return { params, ...someBody(chance, BODIES[trigger], FIELDS) };
}

/** One that is there, or whose key could be: what is in it is changed before it is written as an id. */
function anId(chance: Chance): Aimed {
  const parts = [INSTANCE_ID, "segment-threshold-crossed", "0123456789abcdef0123", "a4014000000000000", "r".repeat(22)];
  const id = Buffer.from(mutateText(chance, parts.join("/"))).toString("base64url");
  return { params: somePath(chance, { subscriptionId: [...SUBSCRIPTION_IDS, ...SUBSCRIPTION_IDS, id] }) };
}

export const SUBSCRIPTION_TARGETS: readonly FuzzTarget[] = [
  httpTarget({
    name: "subscribe",
    aim: aSubscribe,
    handle: async (request, caller, deps) => {
      const wanted = await parseSubscribe(request, caller, deps.allowedHosts);
      return answerSubscribe(wanted, await subscribe(wanted, deps), deps.callback.publicBaseUrl);
    },
    answers: { 201: null },
  }),
  httpTarget({
    name: "unsubscribe",
    aim: anId,
    handle: async ({ params }, _caller, deps) => {
      await unsubscribe(params["subscriptionId"] ?? "", deps);
      return { status: 204 };
    },
    answers: UNSUBSCRIBE.answers,
  }),
  httpTarget({
    name: "listSubscriptions",
    aim: (chance) => ({
      params: {},
      query: someQuery(chance, { $top: ["1", "100"], $skiptoken: ["0".repeat(32)] }),
    }),
    handle: async (request, { connection }, { listByConnection, callback }) => {
      const { paging } = parseSubscriptionsQuery(request);
      return answerSubscriptions(await listByConnection(connection, paging), request, callback.publicBaseUrl);
    },
    answers: { 200: LIST_SUBSCRIPTIONS.answer },
  }),
  httpTarget({
    name: "getSubscription",
    aim: anId,
    handle: async (request, caller, deps) => {
      const found = await requireOwnSubscription(request, caller, deps);
      return { status: 200, jsonBody: showSubscription(found) };
    },
    answers: { 200: GET_SUBSCRIPTION.answer },
  }),
  httpTarget({
    name: "testSubscription",
    aim: anId,
    handle: async (request, caller, deps) =>
      answerTest(await testSubscription(await requireOwnSubscription(request, caller, deps), deps)),
    answers: TEST_SUBSCRIPTION.answers,
  }),
  httpTarget({
    name: "statusReport",
    aim: (chance) => ({
      params: somePath(chance, { instanceId: [INSTANCE_ID] }),
      query: someQuery(chance, { detail: ["summary", "full"] }),
    }),
    handle: async (request, caller, deps) => {
      const asked = parseStatusReport(request, caller);
      return answerStatusReport(asked, await statusReport(asked, deps));
    },
    answers: { 200: STATUS_REPORT.answer },
  }),
];
