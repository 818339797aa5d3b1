/** The control interface under `/_control`, through which people and tests set behaviours and read the inbox. */
import { type IncomingMessage } from "node:http";
import { parseBehaviour } from "./behaviour";
import { type FlowState, readBody } from "./callbacks";

export interface ControlAnswer {
  readonly status: number;
  readonly body?: object;
}

const MAX_WAIT_MS = 60_000;

const MAX_BODY_BYTES = 65_536;

interface ControlRequest extends FlowState {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  /** The flow's name, if the path has one. */
  readonly flow: string;
}

const ROUTES: Readonly<Record<string, (control: ControlRequest) => object | Promise<object> | void | Promise<void>>> = {
  "GET received": async (control) => ({ callbacks: await findReceived(control) }),
  "DELETE received": ({ inbox }) => inbox.clear(),
  "GET flows": ({ flows }) => ({ flows: flows.list() }),
  "DELETE flows": ({ flows }) => flows.forget(),
  "DELETE flows/{name}": ({ flows, flow }) => flows.forget(flow),
  "PUT flows/{name}": async ({ flows, flow, request }) =>
    flows.set(flow, parseBehaviour(parseJson(await readBody(request, MAX_BODY_BYTES)))),
};

/** Answers one request under `/_control`; `README.md` lists them. Throws on bad input, naming the field. */
export async function handleControl(request: IncomingMessage, url: URL, state: FlowState): Promise<ControlAnswer> {
  const [, , resource = "", name = "", ...more] = url.pathname.split("/");
  const method = request.method ?? "";
  const route = ROUTES[[`${method} ${resource}`, ...(name ? ["{name}"] : []), ...more].join("/")];
  if (!route) {
    const message = `There is no ${method} ${url.pathname} here; dev/flow/README.md lists what there is.`;
    return { status: 404, body: { error: { code: "NotFound", message } } };
  }
  const body = await route({ ...state, request, query: url.searchParams, flow: decodeURIComponent(name) });
  return body ? { status: 200, body } : { status: 204 };
}

async function findReceived({ query, inbox }: ControlRequest): Promise<readonly object[]> {
  const flow = query.get("flow");
  const options = { ...(flow && { flow }), timeoutMs: wholeNumber(query, "timeoutMs", 10_000, MAX_WAIT_MS) };
  return inbox.waitFor(wholeNumber(query, "wait", 0, 1_000_000), options);
}

function wholeNumber(query: URLSearchParams, name: string, byDefault: number, most: number): number {
  const value = query.get(name) ?? `${byDefault}`;
  if (/^\d{1,9}$/.test(value) && Number(value) <= most) return Number(value);
  throw new Error(`${name} must be a whole number from 0 to ${most}, got "${value}"`);
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) throw new Error(`the body must be at most ${MAX_BODY_BYTES} bytes`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error("the body must be JSON", { cause: error });
  }
}
