import { type RequestListener, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type PartitionFile } from "../../../shared/model/entity";
import {
  type PartitionSettings,
  type PartitionStorage,
  createPartitionStorage,
} from "../../../shared/source/partitions/partitionStorage";

export interface Storage {
  readonly open: PartitionStorage["open"];
  readonly file: PartitionFile;
  /** Headers of each request. */
  readonly seen: Record<string, string | string[] | undefined>[];
  readonly lines: object[];
}

const NOW = new Date("2026-11-20T10:00:00Z");

/** Runs `use` with our reader of a real server that answers with `listener`, and closes both. */
export async function withStorage<T>(
  listener: RequestListener,
  use: (storage: Storage) => Promise<T>,
  settings: Partial<PartitionSettings> = {},
): Promise<T> {
  const seen: Storage["seen"] = [];
  const lines: object[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const uri = `http://127.0.0.1:${port}/ci/Customer/part-0.csv?sig=canary`;
  const file = { partitionId: "0".repeat(32), uri, headers: { "x-ms-version": "2021-08-06" } };
  const storage = createPartitionStorage(
    { allowedHosts: ["127.0.0.1"], timeoutMs: 5_000, ...settings },
    { now: () => NOW, log: (line) => void lines.push(line) },
  );
  try {
    return await use({ open: storage.open, file, seen, lines });
  } finally {
    await storage.close();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}

/** What can be read from a byte on, as text. */
export async function readText({ open, file }: Storage, offset = 0): Promise<string> {
  const opened = await open(file, offset);
  if (opened.outcome !== "opened") throw new Error(JSON.stringify(opened));
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of opened.partition.chunks) chunks.push(chunk);
  } finally {
    opened.partition.close();
  }
  return Buffer.concat(chunks).toString();
}
