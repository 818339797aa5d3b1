import { findBreaches } from "./findBreaches";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../../dev/simulator/startSimulator";

export interface SimulatorUnderTest extends Simulator {
  /** GETs a path under `/v1` with good credentials, for instance `instances`. */
  readonly get: <T = unknown>(path: string) => Promise<T>;
  /** `instances/…` of the first instance. */
  readonly instancePath: () => Promise<string>;
  /** Starts a refresh and gives the job's id. */
  readonly refresh: (body: object) => Promise<string>;
  readonly advance: (seconds: number) => Promise<unknown>;
  /** Calls with good credentials; fails the test at its end when the answer breaks the contract of the source. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  /** The same for an answer that is to be outside of the contract. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
}

export const CREDENTIALS = { authorization: "Bearer simulator-token", "ocp-apim-subscription-key": "simulator-key-1" };

/** Runs a test against a simulator of its own, whose clock stands still unless told otherwise. */
export async function withSimulator(
  test: (simulator: SimulatorUnderTest) => Promise<void>,
  options: SimulatorOptions = { clock: "manual" },
): Promise<void> {
  const simulator = await startSimulator(options);
  const breaches: string[] = [];
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${simulator.url}/${path}`, { ...init, headers: { ...CREDENTIALS, ...(init.headers as object) } });
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await send(path, init);
    const { method = "GET" } = init;
    const body = await response.clone().text();
    breaches.push(...findBreaches({ method, address: `/${path}`, status: response.status, body }));
    return response;
  };
  const get = async <T>(path: string): Promise<T> => {
    const response = await call(`v1/${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { control } = simulator;
  const more = {
    instancePath: async () => `instances/${(await get<{ instanceId: string }[]>("instances"))[0]?.instanceId}`,
    refresh: async (body: object) => ((await control("POST", "refresh", body)) as { jobId: string }).jobId,
    advance: (advanceSeconds: number) => control("POST", "clock", { advanceSeconds }),
  };
  try {
    await test({ ...simulator, ...more, get, call, send });
  } finally {
    await simulator.stop();
  }
  if (breaches.length > 0) throw new Error(`the simulator breaks its contract: ${breaches.join("; ")}`);
}
