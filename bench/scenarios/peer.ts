import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "../../dev/child/startChild";
import { type OpenReceiver } from "../receiver/receiver";
import { type Measurement } from "../report/report";
import { repeat } from "./runs";
import { lastArrival } from "./throughput";

const LOADS = [
  { name: "burst, 5,000 events to 1 each", events: 5_000, fanOut: 1, warmUp: 5_000 },
  { name: "fan-out, 100 events to 100 each", events: 100, fanOut: 100, warmUp: 100 },
] as const;

/** The same bursts and fan-outs by BullMQ and undici, on a Redis in memory of its own. */
export async function peer(receiver: OpenReceiver, runs: number): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const { name, ...load } of LOADS) {
    const values = await repeat(runs, () => measure(receiver, load));
    measurements.push({ name, on: "bullmq", unit: "per s", values });
  }
  return measurements;
}

const PEER = join(__dirname, "..", "peer");

/** Measures a new process, which has delivered as much once before it is measured, as ours has. */
async function measure(
  receiver: OpenReceiver,
  { events, fanOut, warmUp }: Omit<(typeof LOADS)[number], "name">,
): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "peer-"));
  const port = await freePort();
  const redis = spawn("redis-server", ["--port", String(port), "--save", "", "--appendonly", "no", "--dir", directory]);
  try {
    await untilListening(port);
    const warmedUp = receiver.receipts(warmUp * fanOut);
    const args = [port, receiver.url, events, fanOut, warmUp].map(String);
    const child = await startChild({ script: join(PEER, "deliver.cjs"), args });
    await warmedUp;
    const received = receiver.receipts(events * fanOut);
    const endedAt = lastArrival(await received);
    await child.stop();
    return (events * fanOut) / (Number(endedAt - BigInt(child.ready.details?.["startedAt"] ?? 0)) / 1e9);
  } finally {
    await ended(redis);
    rmSync(directory, { recursive: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  const connects = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = createConnection(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      }).once("error", () => resolve(false));
    });
  while (!(await connects())) await new Promise((resolve) => void setTimeout(resolve, 20));
}

function ended(child: ChildProcess): Promise<unknown> {
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  return exit;
}

/** Why the peer cannot be measured here; undefined when it can. */
export function whyNoPeer(): string | undefined {
  if (!existsSync(join(PEER, "node_modules", "bullmq"))) return "run npm install in bench/peer";
  const isThere = (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, "redis-server")));
  return isThere ? undefined : "redis-server is not on this machine";
}
