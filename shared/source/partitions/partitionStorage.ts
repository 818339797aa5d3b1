/**
 * The storage of entities' files, which CI names by address: the hosts that may be read, and one pool of connections.
 */

import { Agent } from "undici";
import { type PartitionFile } from "../../model/entity";
import { type Log } from "../../model/log";
import { type OpenedFile, openFile, startDeadline } from "./openedFile";

export interface PartitionSettings {
  /** Host names and suffixes; `isAllowedAddress` says how they are read. */
  readonly allowedHosts: readonly string[];
  /** The deadline for one page: the answer, the skipped bytes and the rows. */
  readonly timeoutMs?: number;
}

interface StorageDeps {
  readonly now: () => Date;
  readonly log: Log;
}

export interface PartitionStorage {
  /** Opens a file from a byte on. Never rejects. The caller closes the open partition. */
  readonly open: (file: PartitionFile, offset: number) => Promise<OpenedFile>;
  readonly close: () => Promise<void>;
}

/** Half of the time that a connector waits for an answer. */
const DEFAULT_TIMEOUT_MS = 60_000;

const MAX_CONNECTIONS = 10;

/** Opens the storage in which the source keeps entities' files. It gets neither our token nor our key. */
export function createPartitionStorage(settings: PartitionSettings, { now, log }: StorageDeps): PartitionStorage {
  const { allowedHosts, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  // One deadline covers a page, so undici's own are switched off.
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    connect: { timeout: timeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    open: async ({ uri, headers }, offset) => {
      const url = new URL(uri);
      if (!isAllowedAddress(url, allowedHosts)) {
        log({ name: "partition.refused", host: url.host });
        const message = "an entity's file is on a host that this service may not read (PARTITION_ALLOWED_HOSTS)";
        return { outcome: "failed", failure: { kind: "rejected", message } };
      }
      const deadline = startDeadline(timeoutMs);
      const opened = await openFile({ url, headers, offset, deadline }, { agent, now });
      if (opened.outcome !== "opened") deadline.end();
      return opened;
    },
    close: async () => agent.destroy(),
  };
}

/**
 * True for an address that `allowedHosts` names. Suffixes with a leading dot allow https on port 443 only; whole host
 * names also allow http and any port, for development.
 */
function isAllowedAddress(
  { protocol, hostname, port, username, password }: URL,
  allowedHosts: readonly string[],
): boolean {
  if (username !== "" || password !== "") return false;
  if (allowedHosts.includes(hostname) && (protocol === "http:" || protocol === "https:")) return true;
  if (protocol !== "https:" || port !== "") return false;
  return allowedHosts.some(
    (suffix) => suffix.startsWith(".") && hostname.length > suffix.length && hostname.endsWith(suffix),
  );
}
