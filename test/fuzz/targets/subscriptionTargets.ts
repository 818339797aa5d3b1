import { STATUS_REPORT_ROUTE } from "../../../shared/http/routes/statusReport";
import { SUBSCRIBE_ROUTE } from "../../../shared/http/routes/subscribe";
import {
  GET_SUBSCRIPTION_ROUTE,
  LIST_SUBSCRIPTIONS_ROUTE,
  UNSUBSCRIBE_ROUTE,
} from "../../../shared/http/routes/subscriptions";
import { TEST_SUBSCRIPTION_ROUTE } from "../../../shared/http/routes/subscriptionTest";
import { TRIGGERS } from "../../../shared/model/event";
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
  httpTarget(SUBSCRIBE_ROUTE, aSubscribe),
  httpTarget(UNSUBSCRIBE_ROUTE, anId),
  httpTarget(LIST_SUBSCRIPTIONS_ROUTE, (chance) => ({
    params: {},
    query: someQuery(chance, { $top: ["1", "100"], $skiptoken: ["0".repeat(32)] }),
  })),
  httpTarget(GET_SUBSCRIPTION_ROUTE, anId),
  httpTarget(TEST_SUBSCRIPTION_ROUTE, anId),
  httpTarget(STATUS_REPORT_ROUTE, (chance) => ({
    params: somePath(chance, { instanceId: [INSTANCE_ID] }),
    query: someQuery(chance, { detail: ["summary", "full"] }),
  })),
];
