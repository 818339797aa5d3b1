import { type Simulator, type SimulatorOptions, startSimulator } from "../../../dev/simulator/startSimulator";

export interface SimulatorUnderTest extends Simulator {
  /** GETs a path under `/v1` with good credentials, for instance `instances`. */
  readonly get: <T = unknown>(path: string) => Promise<T>;
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
}

export const CREDENTIALS = { authorization: "Bearer simulator-token", "ocp-apim-subscription-key": "simulator-key-1" };

/** Runs a test against a simulator of its own, whose clock stands still unless told otherwise. */
export async function withSimulator(
  test: (simulator: SimulatorUnderTest) => Promise<void>,
  options: SimulatorOptions = { clock: "manual" },
): Promise<void> {
  const simulator = await startSimulator(options);
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${simulator.url}/${path}`, { ...init, headers: { ...CREDENTIALS, ...(init.headers as object) } });
  const get = async <T>(path: string): Promise<T> => {
    const response = await call(`v1/${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  try {
    await test({ ...simulator, get, call });
  } finally {
    await simulator.stop();
  }
}
