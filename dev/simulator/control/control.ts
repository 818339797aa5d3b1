/**
 * The control interface under `/_control`, through which people and tests decide what happens. It is no part of the
 * simulated service.
 */
import { type Answer } from "../api/call";
import { decodeSegment } from "../api/contract";
import { ControlError, type ControlHandler, type Simulation } from "./controlCall";
import { changeMeasure, changeSegment } from "./evaluations";
import { addFaults, removeFaults, changeScene } from "./behaviour";
import { changeInstance, resetInstance } from "./instances";
import { actOnItem } from "./items";
import { refreshElsewhere, startRefresh, stopJob } from "./refreshes";
import { changeClock, forgetCalls, showCalls, showWorld, startOver } from "./world";

export interface ControlRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** Answers a call under `/_control`; an error names the field that is wrong. */
export function answerControl(simulation: Simulation, request: ControlRequest): Answer {
  try {
    const { handler, parameters } = findRoute(request);
    return { status: 200, json: handler({ simulation, parameters, body: parseBody(request.body) }) };
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return { status: error.status, json: { error: { target: error.target, message: error.message } } };
  }
}

/** The method, the path under `/_control` and the handler of each call; the first that fits answers. */
const CONTROL_ROUTES: readonly (readonly [string, string, ControlHandler])[] = [
  ["GET", "/", showWorld],
  ["POST", "/refresh", startRefresh],
  ["POST", "/external-refresh", refreshElsewhere],
  ["POST", "/jobs/{jobId}/cancel", stopJob],
  ["POST", "/segments/{name}", changeSegment],
  ["POST", "/measures/{name}", changeMeasure],
  ["POST", "/instances/{id}", changeInstance],
  ["POST", "/instances/{id}/reset", resetInstance],
  ["POST", "/faults", addFaults],
  ["DELETE", "/faults", removeFaults],
  ["POST", "/clock", changeClock],
  ["GET", "/calls", showCalls],
  ["DELETE", "/calls", forgetCalls],
  ["POST", "/scene", changeScene],
  ["POST", "/start-over", startOver],
  ["POST", "/{kind}/{name}/{action}", actOnItem],
];

function findRoute({ method, url }: ControlRequest): { handler: ControlHandler; parameters: Record<string, string> } {
  const segments = url.pathname.split("/").filter(Boolean).slice(1);
  const found = CONTROL_ROUTES.filter(([, path]) => matches(path, segments));
  const route = found.find(([allowed]) => allowed === method);
  if (route) return { handler: route[2], parameters: parametersOf(route[1], segments) };
  if (found.length === 0)
    throw new ControlError(404, "path", `There is no ${url.pathname}; GET /_control shows what there is.`);
  const allowed = found.map(([name]) => name).join(", ");
  throw new ControlError(405, "method", `${url.pathname} answers ${allowed}, not ${method}.`);
}

function matches(path: string, segments: readonly string[]): boolean {
  const parts = split(path);
  return (
    parts.length === segments.length && parts.every((part, index) => part.startsWith("{") || part === segments[index])
  );
}

const split = (path: string): string[] => path.split("/").filter(Boolean);

function parametersOf(path: string, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    split(path).flatMap((part, index) =>
      part.startsWith("{") ? [[part.slice(1, -1), decodeSegment(segments[index] ?? "")]] : [],
    ),
  ) as Record<string, string>;
}

function parseBody(body: string): unknown {
  if (body.trim() === "") return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new ControlError(400, "body", "The body is not JSON.");
  }
}
