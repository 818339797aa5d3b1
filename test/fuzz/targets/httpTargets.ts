import { HttpRequest, type HttpResponseInit, InvocationContext } from "@azure/functions";
import { type Caller } from "../../../shared/access/caller";
import { answer } from "../../../shared/http/answer";
import { answerStatusReport } from "../../../shared/http/answerStatusReport";
import { answerSubscribe } from "../../../shared/http/answerSubscribe";
import { parseStatusReport } from "../../../shared/http/parseStatusReport";
import { parseSubscribe } from "../../../shared/http/parseSubscribe";
import { TRIGGERS } from "../../../shared/model/trigger";
import { statusReport } from "../../../shared/operations/statusReport";
import { type Services } from "../../../shared/runtime/services";
import { subscribe } from "../../../shared/subscriptions/subscribe";
import { unsubscribe } from "../../../shared/subscriptions/unsubscribe";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Chance } from "../../faults/schedules/chance";
import { fuzzWorld } from "../fuzzWorld";
import { anyJson, anyText, mutateJson, mutateText } from "../hostile";
import { type FuzzTarget, must } from "../target";

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

type Handle = (request: HttpRequest, caller: Caller, deps: Services) => Promise<HttpResponseInit>;

const KEY = { "x-api-key": "k".repeat(43) };

/** A function's handler as its file in functions/ composes it, for requests that `aim` makes. */
function httpTarget(name: string, aim: (chance: Chance) => Aimed, handle: Handle): FuzzTarget {
  return {
    name: `http ${name}`,
    makeCase: (chance) => {
      const aimed = aim(chance);
      const { deps } = fuzzWorld(chance);
      return {
        input: aimed,
        run: async () => {
          const request = toRequest(aimed);
          const context = new InvocationContext({ functionName: name, logHandler: () => undefined });
          checkAnswer(
            await answer(request, context, { group: "operate", services: () => deps }, (caller) =>
              handle(request, caller, deps),
            ),
          );
        },
      };
    },
  };
}

interface Aimed {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function toRequest({ params, query = {}, headers = {}, body }: Aimed): HttpRequest {
  const url = "https://triggers.example/api/x";
  const method = body === undefined ? "GET" : "POST";
  return new HttpRequest({
    method,
    url,
    params,
    query,
    headers: { ...KEY, ...headers },
    ...(body !== undefined && { body: { string: body } }),
  });
}

/** 502 and 503 are for a source that fails; a 500 is never right. */
function checkAnswer({ status = 200, jsonBody, headers }: HttpResponseInit): void {
  must(status !== 500 && status < 504, `answered ${status}`);
  const text = JSON.stringify(jsonBody ?? null);
  must(!/\bat .+\.[jt]s:\d+:\d+/.test(text), "the answer shows a stack");
  if (status >= 400) {
    const { error } = jsonBody as { error?: { code?: unknown; message?: unknown } };
    must(typeof error?.code === "string" && typeof error.message === "string", "an error without code or message");
  }
  for (const value of Object.values(headers ?? {})) must(!/[\r\n]/.test(String(value)), "a header with a line break");
}

function anId(chance: Chance): string {
  return chance.hit(0.7) ? INSTANCE_ID : mutateText(chance, INSTANCE_ID);
}

function aSubscribe(chance: Chance): Aimed {
  const trigger = chance.pick(TRIGGERS);
  const good = BODIES[trigger] ?? {};
  const json = chance.hit(0.3) ? good : chance.hit(0.8) ? mutateJson(chance, good, FIELDS) : anyJson(chance, FIELDS);
  const text = JSON.stringify(json);
  return {
    params: { instanceId: anId(chance), trigger: chance.hit(0.9) ? trigger : mutateText(chance, trigger) },
    headers: {
      "content-type": chance.hit(0.9) ? "application/json" : chance.pick(["text/plain", "application/a+json", ""]),
    },
    body: chance.hit(0.9) ? text : mutateText(chance, text),
  };
}

function anUnsubscribe(chance: Chance): Aimed {
  const parts = [INSTANCE_ID, "segment-threshold-crossed", "0123456789abcdef0123", "a4014000000000000", "r".repeat(22)];
  const id = Buffer.from(mutateText(chance, parts.join("/"))).toString("base64url");
  return { params: { subscriptionId: chance.pick([id, mutateText(chance, id), anyText(chance)]) } };
}

function aStatusReport(chance: Chance): Aimed {
  const detail = chance.pick(["summary", "full", anyText(chance)]);
  return { params: { instanceId: anId(chance) }, ...(chance.hit(0.7) && { query: { detail } }) };
}

export const HTTP_TARGETS: readonly FuzzTarget[] = [
  httpTarget("subscribe", aSubscribe, async (request, caller, deps) => {
    const wanted = await parseSubscribe(request, caller, deps.allowedHosts);
    return answerSubscribe(wanted, await subscribe(wanted, deps), deps.callback.publicBaseUrl);
  }),
  httpTarget("unsubscribe", anUnsubscribe, async ({ params }, _caller, deps) => {
    await unsubscribe(params["subscriptionId"] ?? "", deps);
    return { status: 204 };
  }),
  httpTarget("statusReport", aStatusReport, async (request, caller, deps) => {
    const asked = parseStatusReport(request, caller);
    return answerStatusReport(asked, await statusReport(asked, deps));
  }),
];
