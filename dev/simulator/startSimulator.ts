import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { type Simulation } from "./control/simulation";
import { createListener } from "./http/createListener";
import { createClock } from "./world/createClock";
import { createWorld } from "./world/createWorld";
import { DEFAULT_SCENE, type Scene } from "./world/scene";

export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly seed?: number;
  /** How fast the clock runs; 1 is real time. */
  readonly speed?: number;
  /** `manual` stands still until told to advance and starts at the same instant each time, so that runs replay exactly. */
  readonly clock?: "real" | "manual";
  readonly scene?: Partial<Scene>;
}

export interface Simulator {
  /** Without a trailing slash; the API is under `/v1` and `/api`. */
  readonly url: string;
  readonly port: number;
  /** A call of the control interface, for instance `control("POST", "refresh", { scope: "full" })`; throws what it refuses. */
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const MANUAL_START = Date.UTC(2026, 0, 5, 8);

/** Starts the simulator in this process on the loopback interface. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServer(createListener(createSimulation(options)));
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    control: (method, path, body) => callControl(`${url}/_control/${path}`, method, body),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Ends kept-alive and hanging connections, for which `close` would wait.
        server.closeAllConnections();
      }),
  };
}

function createSimulation({ seed = 1, speed = 1, clock = "real", scene }: SimulatorOptions): Simulation {
  const newWorld = (worldSeed: number) =>
    createWorld(worldSeed, clock === "manual" ? createClock(MANUAL_START, 0) : createClock(Date.now(), speed), {
      ...DEFAULT_SCENE,
      ...scene,
    });
  const simulation: Simulation = {
    world: newWorld(seed),
    startOver: (nextSeed) => {
      simulation.world = newWorld(nextSeed);
    },
  };
  return simulation;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is taken; choose another with --port or SIMULATOR_PORT.`, { cause: error })
          : error,
      );
    });
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

async function callControl(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer = (await response.json()) as { readonly error?: { readonly message: string } };
  if (!response.ok) throw new Error(answer.error?.message ?? `The control interface answered ${response.status}.`);
  return answer;
}
