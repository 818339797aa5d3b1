/** The simulator in this process, for tests and for `npm start`. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import { dirname } from "node:path";
import { openPort } from "../options/ports";
import { type Simulation } from "./control/controlCall";
import { createListener } from "./listener";
import { createWorld } from "./newWorld";
import { createClock } from "./world/clock";
import { DEFAULT_SCENE, type Scene } from "./world/scene";

export interface SimulatorOptions {
  /** The port; 0, the default, takes a free one. */
  readonly port?: number;
  readonly seed?: number;
  /** The speed of the clock; 1 is real time. */
  readonly speed?: number;
  /**
   * A `manual` clock moves only when it is advanced and starts at the same instant each time, so that runs replay
   * exactly.
   */
  readonly clock?: "real" | "manual";
  readonly scene?: Partial<Scene>;
  /** Remembers when the company's past ended, so that the same seed makes the same past at the next start. */
  readonly timelineFile?: string;
}

export interface Simulator {
  /** The address has no slash at the end; the API is under `/v1` and `/api`. */
  readonly url: string;
  readonly port: number;
  /**
   * A call of the control interface, for instance `control("POST", "refresh", { scope: "full" })`; throws the reason of
   * a refusal.
   */
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Starts the simulator in this process on the loopback interface. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { timelineFile } = options;
  const simulation = createSimulation(
    options,
    timelineFile === undefined ? undefined : await readTimeline(timelineFile),
  );
  const keepTimeline = async (): Promise<void> => {
    const { beganAt, clock } = simulation.world;
    if (timelineFile !== undefined) await writeTimeline(timelineFile, { beganAt, clockAt: clock.now() });
  };
  await keepTimeline();
  const server = createServer(createListener(simulation));
  const port = await openPort(server, options.port ?? 0, "--port");
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    control: (method, path, body) => callControl(`${url}/_control/${path}`, method, body),
    async stop() {
      await close(server);
      await keepTimeline();
    },
  };
}

/** Two times in milliseconds since 1970. */
interface Timeline {
  /** The end of the past with which the world was made. */
  readonly beganAt: number;
  /** The last time that the simulator's clock showed; it may have run fast, and must not go back. */
  readonly clockAt: number;
}

const MANUAL_START = Date.UTC(2026, 0, 5, 8);

function createSimulation(options: SimulatorOptions, kept: Timeline | undefined): Simulation {
  const { seed = 1, speed = 1, clock = "real" } = options;
  const scene = { ...DEFAULT_SCENE, ...options.scene };
  const newClock = (leastAt = 0) =>
    clock === "manual" ? createClock(MANUAL_START, 0) : createClock(Math.max(Date.now(), leastAt), speed);
  const simulation: Simulation = {
    world: createWorld({ seed, clock: newClock(kept?.clockAt), scene, beganAt: kept?.beganAt }),
    startOver: (nextSeed) => {
      simulation.world = createWorld({ seed: nextSeed, clock: newClock(), scene });
    },
  };
  return simulation;
}

/** Returns undefined when there is no file yet. Throws naming the file when it holds something else. */
async function readTimeline(file: string): Promise<Timeline | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { beganAt, clockAt } = parse(text);
  if (typeof beganAt === "number" && typeof clockAt === "number" && beganAt <= clockAt) return { beganAt, clockAt };
  throw new Error(`${file} does not hold the times of a simulated company; delete its folder to begin anew`);
}

function parse(text: string): { readonly beganAt?: unknown; readonly clockAt?: unknown } {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}

async function writeTimeline(file: string, timeline: Timeline): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(timeline)}\n`);
}

async function callControl(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer = (await response.json()) as { readonly error?: { readonly message: string } };
  if (!response.ok) throw new Error(answer.error?.message ?? `The control interface answered ${response.status}.`);
  return answer;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Ends kept-alive and hanging connections, for which `close` would wait.
    server.closeAllConnections();
  });
}
