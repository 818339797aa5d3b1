import { HttpRequest, InvocationContext } from "@azure/functions";
import { Ajv } from "ajv";
import { matchRoute } from "../../dev/host/http/routeMatch";
import { parseRoute } from "../../dev/host/http/routeTemplate";
import { type Simulator, startSimulator } from "../../dev/simulator/startSimulator";
import { type Scene } from "../../dev/simulator/world/scene";
import { createSealer } from "../../shared/access/sealer";
import { rememberEntities } from "../../shared/data/entities";
import { serve } from "../../shared/http/route";
import { createSource } from "../../shared/source/createSource";
import { aCaller } from "../builders/aCaller";
import { unseen } from "../builders/unseen";
import { recordCalls } from "../dev/simulator/recordCalls";
import { NO_LIMIT } from "../fuzz/fuzzWorld";
import { ERROR } from "../http/isAsPublished";
import { NOW } from "../source/withSource";
import { READ_ROUTES, type ReadsDeps } from "./routes";

interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly json: Record<string, unknown>;
}

export interface Reads extends Pick<Simulator, "control"> {
  /** The instance of the first company. */
  readonly instanceId: string;
  /** The calls that the source had so far: path and query, as they came. */
  readonly calls: readonly string[];
  /** Asks for a path under `/api` as the host would; fails the test when the answer is not as its published schema says. */
  readonly get: (path: string) => Promise<Answered>;
}

export const BASE_URL = "https://triggers.example/api";
export const SEALER = createSealer([{ keyId: "k1", key: Buffer.alloc(32, 1) }]);

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const isError = ajv.compile(ERROR);
const TABLE = READ_ROUTES.map((route) => ({
  route,
  segments: parseRoute(route.path),
  isAnswer: ajv.compile(route.answers[200] ?? {}),
}));

interface ReadsOptions {
  readonly scene?: Partial<Scene>;
  readonly timeoutMs?: number;
}

interface RunningReads extends Reads {
  /** Rejects when the simulator has not kept its contract, but for faults. */
  readonly stop: () => Promise<void>;
}

/** The routes of reads in front of a simulator whose clock stands still. */
export async function startReads({ scene = {}, timeoutMs = 5_000 }: ReadsOptions = {}): Promise<RunningReads> {
  const simulator = await startSimulator({ clock: "manual", scene });
  const recorded = await recordCalls(simulator.url);
  const source = createSource(
    {
      baseUrl: `${recorded.url}/v1`,
      subscriptionKey: "simulator-key-1",
      auth: { kind: "token", token: "simulator-token" },
      timeoutMs,
    },
    { now: () => NOW, log: () => undefined },
  );
  let isFaulty = false;
  const control: Simulator["control"] = (method, path, body) => {
    isFaulty ||= path === "faults" || (path === "scene" && "odataErrorForm" in (body as object));
    return simulator.control(method, path, body);
  };
  const getEntity = rememberEntities(source.getEntity, () => new Date());
  const get = createGet({ ...source, getEntity, links: { publicBaseUrl: BASE_URL, sealer: SEALER } });
  const { instances } = (await control("GET", "")) as { instances: readonly { instanceId: string }[] };
  const stop = async (): Promise<void> => {
    await source.close();
    await recorded.stop();
    await simulator.stop();
    if (!isFaulty && recorded.breaches.length > 0) throw new Error(recorded.breaches.join("; "));
  };
  return { get, control, calls: recorded.calls, instanceId: instances[0]?.instanceId ?? "", stop };
}

/** Runs `use` with routes and a simulator of its own, and ends both. */
export async function withReads<T>(use: (reads: Reads) => Promise<T>, options: ReadsOptions = {}): Promise<T> {
  const { stop, ...reads } = await startReads(options);
  let result: T;
  try {
    result = await use(reads);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  await stop();
  return result;
}

/** The routes on these deps; `path` is what stands after `/api/`. */
export function createGet(deps: ReadsDeps): Reads["get"] {
  const context = new InvocationContext({ functionName: "reads", logHandler: () => undefined });
  const caller = aCaller();
  const services = {
    ...deps,
    ...unseen(context),
    identifyCaller: async () => ({ outcome: "known", caller }) as const,
    callLimit: NO_LIMIT,
  };
  return async (path) => {
    const url = new URL(path, `${BASE_URL}/`);
    for (const { segments, route, isAnswer } of TABLE) {
      const params = matchRoute(segments, url.pathname.slice("/api".length));
      if (!params) continue;
      const request = new HttpRequest({ method: "GET", url: url.href, params });
      const { status = 200, headers, jsonBody } = await serve(route, () => services).handler(request, context);
      const isAsDescribed = status === 200 ? isAnswer : isError;
      if (!isAsDescribed(jsonBody)) throw new Error(`${path}: ${status} ${ajv.errorsText(isAsDescribed.errors)}`);
      const retryAfter = (headers as Record<string, string> | undefined)?.["retry-after"];
      return { status, retryAfter, json: jsonBody as Record<string, unknown> };
    }
    return { status: 404, retryAfter: undefined, json: {} }; // the host's own: no route takes it
  };
}
