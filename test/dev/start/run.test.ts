import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFlow } from "../../../dev/flow/startFlow";
import { type HostOptions, type Programs } from "../../../dev/start/programs";
import { type StartedEverything, startEverything } from "../../../dev/start/run";
import { type StartOptions } from "../../../dev/start/startOptions";

const OPTIONS = {
  ports: {
    "host-port": 0,
    "simulator-port": 0,
    "flow-port": 0,
    "azurite-blob-port": 0,
    "azurite-queue-port": 0,
    "azurite-table-port": 0,
  },
  seed: 3,
  speed: 2,
  bundle: false,
};

const ended = (): Promise<void> => Promise.resolve();

/** Programs that note when they start and stop; `changed` replaces some. */
function start(
  changed: Partial<Programs> = {},
  wanted: Partial<StartOptions> = {},
): { notes: string[]; hosts: HostOptions[]; started: StartedEverything } {
  const notes: string[] = [];
  const hosts: HostOptions[] = [];
  const stop = (name: string) => async () => void notes.push(`${name} stopped`);
  const programs: Programs = {
    startAzurite: async () => ({
      connectionString: "storage",
      ports: { blob: 1, queue: 2, table: 3 },
      stop: stop("azurite"),
    }),
    startSimulator: async ({ seed, speed }) => (
      notes.push(`simulator started with ${seed} ${speed}`),
      { url: "http://127.0.0.1:4", stop: stop("simulator") }
    ),
    startFlow: async () => {
      const flow = await startFlow();
      return { ...flow, stop: () => flow.stop().then(stop("flow")) };
    },
    startHost: async (options) => {
      hosts.push(options);
      notes.push("host started");
      const exited = new Promise<never>(() => undefined);
      return { url: "http://127.0.0.1:5", exited, stop: stop("host"), kill: stop("host") };
    },
    ...changed,
  };
  return {
    notes,
    hosts,
    started: startEverything({ ...OPTIONS, ...wanted }, programs, { say: () => undefined, onLog: () => undefined }),
  };
}

test("the function app starts last, knows the others, and ends first", async () => {
  const { notes, hosts, started } = start();
  await started.ready;
  expect(notes).toEqual(["simulator started with 3 2", "host started"]);
  const { port = 0, env = {} } = hosts[0] ?? {};
  expect(env).toMatchObject({
    AzureWebJobsStorage: "storage",
    CI_BASE_URL: "http://127.0.0.1:4/v1",
    PUBLIC_BASE_URL: `http://localhost:${port}/api`,
  });
  await started.stop();
  expect(notes[2]).toBe("host stopped");
  expect(new Set(notes.slice(3))).toEqual(new Set(["azurite stopped", "simulator stopped", "flow stopped"]));
});

test("what did start is stopped when something else does not", async () => {
  const { notes, started } = start({ startAzurite: () => Promise.reject(new Error("port 10000 is taken")) });
  await expect(started.ready).rejects.toThrow("port 10000 is taken");
  await started.stop();
  expect(new Set(notes.slice(1))).toEqual(new Set(["simulator stopped", "flow stopped"]));
});

test("stopping while things start waits for them, stops them and starts nothing more", async () => {
  let finish: (() => void) | undefined;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  let ask: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const { notes, started } = start({
    startAzurite: async () => {
      ask?.();
      await slow;
      return {
        connectionString: "",
        ports: { blob: 1, queue: 2, table: 3 },
        stop: async () => void notes.push("slow azurite stopped"),
      };
    },
  });
  await asked;
  const stopped = started.stop();
  finish?.();
  await expect(started.ready).rejects.toThrow("stopped while starting");
  await stopped;
  expect(notes).toContain("slow azurite stopped");
  expect(notes).not.toContain("host started");
});

test("what is kept in a folder are storage, keys and the simulated company's past", async () => {
  const persistTo = await mkdtemp(join(tmpdir(), "start-"));
  const kept: unknown[] = [];
  const { hosts, started } = start(
    {
      startAzurite: async (options) => (
        kept.push(options.persistTo),
        { connectionString: "storage", ports: { blob: 1, queue: 2, table: 3 }, stop: ended }
      ),
      startSimulator: async (options) => (kept.push(options.timelineFile), { url: "http://127.0.0.1:4", stop: ended }),
    },
    { persistTo },
  );
  await started.ready;
  await started.stop();
  const again = start({}, { persistTo });
  await again.started.ready;
  await again.started.stop();
  expect(kept).toEqual([persistTo, join(persistTo, "simulator-timeline.json")]);
  expect(again.hosts[0]?.env["ENCRYPTION_KEYS"]).toBe(hosts[0]?.env["ENCRYPTION_KEYS"]);
  await rm(persistTo, { recursive: true });
});
