import { type Simulator, type SimulatorOptions, startSimulator } from "../../dev/simulator/startSimulator";
import { createSource, type Source, type SourceDeps } from "../../shared/source/createSource";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { NOW } from "./withSource";

export interface SimulatedSource extends Pick<Simulator, "control"> {
  readonly source: Source;
  /** Of the first company. */
  readonly instanceId: string;
  readonly otherInstanceId: string;
  readonly advance: (seconds: number) => Promise<unknown>;
}

interface Options {
  readonly scene?: SimulatorOptions["scene"];
  readonly timeoutMs?: number;
  readonly deps?: Partial<SourceDeps>;
}

/** Runs `use` with the client of a simulator whose clock stands still, and closes both. */
export async function withSimulatedSource<T>(
  use: (simulated: SimulatedSource) => Promise<T>,
  { scene, timeoutMs = 5000, deps }: Options = {},
): Promise<T> {
  const simulator = await startSimulator({ clock: "manual", ...(scene && { scene }) });
  const source = createSource(
    {
      baseUrl: `${simulator.url}/v1`,
      subscriptionKey: "simulator-key-1",
      auth: { kind: "token", token: "simulator-token" },
      timeoutMs,
    },
    { now: () => NOW, log: () => undefined, ...deps },
  );
  const { control } = simulator;
  try {
    const [first, second] = valueOf(await source.listInstances());
    return await use({
      source,
      control,
      instanceId: first?.instanceId ?? "",
      otherInstanceId: second?.instanceId ?? "",
      advance: async (advanceSeconds) => control("POST", "clock", { advanceSeconds }),
    });
  } finally {
    await source.close();
    await simulator.stop();
  }
}

export function valueOf<T>(answer: SourceAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}
