import { type HttpResponseInit } from "@azure/functions";
import { createSealer } from "../../../shared/access/sealer";
import { createPartitionMemory } from "../../../shared/data/partitions/findPartitions";
import { type ReadPartitionDeps } from "../../../shared/data/partitions/readPartition";
import { serve } from "../../../shared/http/route";
import { LIST_PARTITIONS_ROUTE, READ_PARTITION_ROUTE } from "../../../shared/http/routes/partitions";
import { type Source } from "../../../shared/source/createSource";
import { createPartitionStorage } from "../../../shared/source/partitions/partitionStorage";
import { aCaller } from "../../builders/aCaller";
import { unseen } from "../../builders/unseen";
import { NO_LIMIT } from "../../fuzz/fuzzWorld";
import { aContext, aHttpRequest } from "../aHttpRequest";
import { isAsPublished } from "../isAsPublished";

const BASE = "https://triggers.example/api";
const sealer = createSealer([{ keyId: "k1", key: Buffer.alloc(32, 1) }]);

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly value?: readonly Readonly<Record<string, unknown>>[];
    readonly "@odata.nextLink"?: string;
    readonly error?: { readonly code: string; readonly message: string; readonly target?: string };
  };
}

export interface PartitionApi {
  /** A path below `instances/`, or a link that an answer gave. */
  readonly get: (address: string) => Promise<Answered>;
  /** Rows of all pages. */
  readonly followAll: (address: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The lines that were logged. */
  readonly lines: string[];
}

/** The routes of partitions over a source, as the functions join them. */
export async function withPartitionApi<T>(
  source: Pick<Source, "getEntity" | "getInstance" | "listPartitionFiles">,
  use: (api: PartitionApi) => Promise<T>,
  options: { readonly timeoutMs?: number; readonly allowedHosts?: readonly string[]; readonly now?: () => Date } = {},
): Promise<T> {
  const lines: string[] = [];
  const { timeoutMs = 5_000, allowedHosts = ["127.0.0.1"], now = () => new Date() } = options;
  const log = (line: object): void => void lines.push(JSON.stringify(line));
  const storage = createPartitionStorage({ allowedHosts, timeoutMs }, { now, log });
  const { getEntity, getInstance, listPartitionFiles } = source;
  const partitionMemory = createPartitionMemory();
  const deps: ReadPartitionDeps = {
    getEntity,
    getInstance,
    listPartitionFiles,
    openPartitionFile: storage.open,
    partitionMemory,
    now,
  };
  const get = async (address: string): Promise<Answered> => {
    const { context, logged } = aContext();
    const answered = await answerAddress(address, deps, context);
    lines.push(...logged.map(({ text }) => text));
    const isList = address.split("?")[0]?.endsWith("/partitions");
    const { answers } = isList ? LIST_PARTITIONS_ROUTE : READ_PARTITION_ROUTE;
    if (!isAsPublished(answers, answered)) throw new Error(`not as published: ${JSON.stringify(answered)}`);
    return toAnswered(answered);
  };
  const followAll = async (address: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const rows: Readonly<Record<string, unknown>>[] = [];
    for (let next: string | undefined = address; next !== undefined;) {
      const { status, body }: Answered = await get(next);
      if (status !== 200) throw new Error(`${status} ${body.error?.code} ${body.error?.message}`);
      rows.push(...(body.value ?? []));
      next = body["@odata.nextLink"];
    }
    return rows;
  };
  try {
    return await use({ get, followAll, lines });
  } finally {
    await storage.close();
  }
}

async function answerAddress(
  address: string,
  deps: ReadPartitionDeps,
  context: ReturnType<typeof aContext>["context"],
): Promise<HttpResponseInit> {
  const url = new URL(address.startsWith("https:") ? address : `${BASE}/instances/${address}`);
  const [, , , instanceId = "", , entity = "", , partitionId] = url.pathname.split("/").map(decodeURIComponent);
  const params = { instanceId, entity, ...(partitionId === undefined ? {} : { partitionId }) };
  const query = Object.fromEntries(url.searchParams);
  const request = aHttpRequest({ method: "GET", url: url.href, params, query });
  const route = partitionId === undefined ? LIST_PARTITIONS_ROUTE : READ_PARTITION_ROUTE;
  const { handler } = serve(route, () => ({
    ...unseen(context),
    identifyCaller: async () => ({ outcome: "known", caller: aCaller() }),
    callLimit: NO_LIMIT,
    partitions: deps,
    links: { publicBaseUrl: BASE, sealer },
  }));
  return handler(request, context);
}

function toAnswered({ status = 200, headers, jsonBody }: HttpResponseInit): Answered {
  return {
    status,
    headers: (headers ?? {}) as Answered["headers"],
    body: JSON.parse(JSON.stringify(jsonBody)) as Answered["body"],
  };
}
