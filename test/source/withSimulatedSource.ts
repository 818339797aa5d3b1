import { type Simulator, type SimulatorOptions, startSimulator } from "../../dev/simulator/startSimulator";
import { createSource, type Source, type SourceDeps } from "../../shared/source/createSource";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { recordCalls } from "../dev/simulator/recordCalls";
import { NOW } from "./withSource";

export interface SimulatedSource extends Pick<Simulator, "control"> {
  readonly source: Source;
  /** The instance of the first company. */
  readonly instanceId: string;
  readonly otherInstanceId: string;
  readonly advance: (seconds: number) => Promise<unknown>;
}

interface Options {
  readonly scene?: SimulatorOptions["scene"];
  readonly timeoutMs?: number;
  readonly deps?: Partial<SourceDeps>;
}

/**
 * Runs `use` with the client of a simulator whose clock stands still, and closes both. Throws when the simulator has not kept
 * its contract, but for faults.
 */
export async function withSimulatedSource<T>(
  use: (simulated: SimulatedSource) => Promise<T>,
  { scene, timeoutMs = 5000, deps }: Options = {},
): Promise<T> {
  const simulator = await startSimulator({ clock: "manual", ...(scene && { scene }) });
  const recorded = await recordCalls(simulator.url);
  const source = createSource(
    {
      baseUrl: `${recorded.url}/v1`,
      subscriptionKey: "simulator-key-1",
      auth: { kind: "token", token: "simulator-token" },
      timeoutMs,
    },
    { now: () => NOW, log: () => undefined, ...deps },
  );
  let isFaulty = false;
  const control: Simulator["control"] = (method, path, body) => {
    isFaulty ||= path === "faults";
    return simulator.control(method, path, body);
  };
  let result: T;
  try {
    const [first, second] = valueOf(await source.listInstances());
    result = await use({
      source,
      control,
      instanceId: first?.instanceId ?? "",
      otherInstanceId: second?.instanceId ?? "",
      advance: async (advanceSeconds) => control("POST", "clock", { advanceSeconds }),
    });
  } finally {
    await source.close();
    await recorded.stop();
    await simulator.stop();
  }
  if (!isFaulty && recorded.breaches.length > 0) throw new Error(recorded.breaches.join("; "));
  return result;
}

export function valueOf<T>(answer: SourceAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}
