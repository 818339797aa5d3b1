/**
 * The pattern of every scene of the demo: a flow subscribes, something happens, the flow is called, the flow
 * unsubscribes.
 */
import { type ReceivedCallback } from "../flow/inbox";
import { type Flow } from "../flow/startFlow";
import { LOCAL_API_KEY } from "./hostSettings";
import { type LogFeed } from "./logFeed";
import { type Example } from "./welcome";

/** The running programs that a scene plays on. */
export interface Stage {
  readonly hostUrl: string;
  readonly simulatorUrl: string;
  readonly flow: Flow;
  readonly logs: LogFeed;
  readonly example: Example;
}

/** One action or wait, which ends within a time limit. */
export interface Step {
  readonly says: string;
  /** Resolves with the text to show, if any; throws when something did not happen. */
  readonly act: () => Promise<string | undefined>;
}

/** A story of one trigger; its steps share what they learn. */
export interface Scene {
  readonly title: string;
  readonly steps: (stage: Stage) => readonly Step[];
}

const CALLBACK_TIMEOUT_MS = 45_000;

/** The story of one trigger: what the flow subscribes to, and what makes its event happen. */
export interface CallbackStory {
  readonly title: string;
  readonly trigger: string;
  readonly flow: string;
  readonly wants: (stage: Stage) => { readonly says: string; readonly body: object };
  /** A call of the simulator's control interface. */
  readonly happens: (stage: Stage) => { readonly says: string; readonly control: string; readonly body: object };
}

/** A flow subscribes, something happens, the flow is called, the flow unsubscribes. */
export function callbackScene({ title, trigger, flow, wants, happens }: CallbackStory): Scene {
  return {
    title,
    steps: (stage) => {
      const { says: subscribing, body } = wants(stage);
      const { says: cause, control, body: request } = happens(stage);
      let location = "";
      return [
        {
          says: subscribing,
          async act() {
            location = await subscribe(stage, trigger, { callbackUrl: stage.flow.callbackUrl(flow), ...body });
            return undefined;
          },
        },
        {
          says: cause,
          async act() {
            const { instanceId } = stage.example;
            const url = `${stage.simulatorUrl}/_control/${control}`;
            await requestJson("POST", url, { body: { instanceId, ...request }, expect: 200 });
            return undefined;
          },
        },
        {
          says: "The flow is called:",
          act: async () => describeCallback(await receiveOne(stage, flow, { trigger, timeoutMs: CALLBACK_TIMEOUT_MS })),
        },
        {
          says: "The flow unsubscribes.",
          async act() {
            await requestJson("DELETE", location, { expect: 204 });
            return undefined;
          },
        },
      ];
    },
  };
}

const BASELINE_TIMEOUT_MS = 20_000;

/**
 * Subscribes a flow as Power Automate does and returns the `Location` to DELETE, once the poll that subscribing asks
 * for has seen the state that later events are measured against.
 */
async function subscribe(stage: Stage, trigger: string, body: object): Promise<string> {
  const { instanceId } = stage.example;
  const polled = stage.logs.next("poll.completed", { instanceId, outcome: "ok" }, BASELINE_TIMEOUT_MS);
  const url = `${stage.hostUrl}/api/instances/${instanceId}/triggers/${trigger}`;
  const [headers] = await Promise.all([requestJson("POST", url, { body, expect: 201, apiKey: LOCAL_API_KEY }), polled]);
  const location = headers.get("location");
  if (!location) throw new Error(`POST ${url} answered without a Location`);
  return location;
}

interface JsonRequest {
  readonly body?: object;
  readonly expect: number;
  /** The key of the function app; the other programs ask for none. */
  readonly apiKey?: string;
}

/**
 * Sends a request with a JSON body, if any, and returns the answer's headers. Throws what came unless the status is as
 * expected.
 */
async function requestJson(method: string, url: string, { body, expect, apiKey }: JsonRequest): Promise<Headers> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(15_000),
    headers: { ...(body && { "content-type": "application/json" }), ...(apiKey && { "x-api-key": apiKey }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status !== expect)
    throw new Error(`${method} ${url} answered ${response.status}, not ${expect}: ${text}`);
  return response.headers;
}

/** Every HTTP client sends these headers; they say nothing about the event. */
const DULL_HEADERS = new Set(["host", "connection", "content-length", "accept", "accept-encoding", "user-agent"]);

/** A callback as it came: request line, headers that say something, formatted body. */
function describeCallback({ method, path, headers, body, rawBody }: ReceivedCallback): string {
  const shown = Object.entries(headers).filter(([name]) => !DULL_HEADERS.has(name));
  return [
    `${method} ${path}`,
    ...shown.map(([name, value]) => `${name}: ${value}`),
    "",
    body === undefined ? rawBody : JSON.stringify(body, undefined, 2),
  ].join("\n");
}

/** The app writes down a delivery just after the flow has answered. */
const LOG_GRACE_MS = 5_000;

/**
 * Waits for the first callback of a flow and until the app has noted that it is delivered. Throws when none comes in
 * time, or when it is of another trigger.
 */
async function receiveOne(
  { flow, logs }: Stage,
  name: string,
  { trigger, timeoutMs }: { readonly trigger: string; readonly timeoutMs: number },
): Promise<ReceivedCallback> {
  const delivered = logs.next("delivery.attempted", { outcome: "delivered" }, timeoutMs + LOG_GRACE_MS);
  const received = flow.waitForReceived(1, { flow: name, timeoutMs }).then(([callback]) => {
    if (callback) return callback;
    throw new Error(`the flow received nothing within ${timeoutMs / 1_000} s`);
  });
  const [callback] = await Promise.all([received, delivered]);
  const body = (callback.body ?? {}) as { readonly trigger?: unknown };
  if (body.trigger === trigger) return callback;
  throw new Error(`the flow received a callback of ${String(body.trigger)}, not ${trigger}: ${callback.rawBody}`);
}
