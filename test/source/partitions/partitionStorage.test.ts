import { type RequestListener } from "node:http";
import { BrokenRead } from "../../../shared/model/sourceAnswer";
import { type PartitionSettings } from "../../../shared/source/partitions/partitionStorage";
import { readText, withStorage } from "./withStorage";

const TEXT = "1,a\r\n2,b\r\n3,c\r\n";

const whole: RequestListener = (_request, response) => response.writeHead(200, { etag: '"1"' }).end(TEXT);

const ranged: RequestListener = ({ headers }, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  const head = { etag: '"1"', "content-range": `bytes ${from}-${TEXT.length - 1}/${TEXT.length}` };
  response.writeHead(headers.range === undefined ? 200 : 206, head).end(TEXT.slice(from));
};

const lengthless: RequestListener = (request) =>
  void request.socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${TEXT}`);

const stalls: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-length": 1_000 });
  response.write(TEXT);
};

test.each([
  ["knows ranges", ranged],
  ["does not", whole],
])("a file is read from any byte on, where its storage %s", (_, listener) =>
  withStorage(listener, async (storage) => {
    for (const offset of [0, 1, 5, TEXT.length - 1]) expect(await readText(storage, offset)).toBe(TEXT.slice(offset));
  }),
);

test("the storage sees the source's headers and our range, and no token or key", () =>
  withStorage(ranged, async (storage) => {
    await readText(storage);
    await readText(storage, 5);
    const { host: _, connection: __, ...first } = storage.seen[0] ?? {};
    expect(first).toEqual({ "x-ms-version": "2021-08-06", "accept-encoding": "identity" });
    expect(storage.seen[1]).toMatchObject({ range: "bytes=5-" });
  }));

test("a file tells its version", () =>
  withStorage(whole, async ({ open, file }) => {
    const opened = await open(file, 0);
    expect(opened).toMatchObject({ outcome: "opened", partition: { version: '"1"' } });
    if (opened.outcome === "opened") opened.partition.close();
  }));

const chunked: RequestListener = (_request, response) => {
  response.writeHead(200);
  response.write(TEXT);
  response.end();
};

test("a file of a length that is not told beforehand is read to its end", () =>
  withStorage(chunked, async (storage) => {
    expect(await readText(storage)).toBe(TEXT);
  }));

async function failureOf(listener: RequestListener, offset = 0, settings: Partial<PartitionSettings> = {}) {
  return withStorage(
    listener,
    async ({ open, file }) => {
      const opened = await open(file, offset);
      if (opened.outcome === "opened") opened.partition.close();
      return opened.outcome === "failed" ? opened.failure : opened.outcome;
    },
    settings,
  );
}

function answering(status: number, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end("<Error>sig=canary</Error>");
}

test.each<[string, RequestListener, object]>([
  ["302", answering(302, { location: "http://127.0.0.1:1/" }), { kind: "rejected", status: 302 }],
  ["403", answering(403), { kind: "forbidden", status: 403 }],
  ["404", answering(404), { kind: "not-found", status: 404 }],
  ["429", answering(429, { "retry-after": "7" }), { kind: "throttled", retryAfterSeconds: 7 }],
  ["503", answering(503, { "retry-after": "8" }), { kind: "unavailable", retryAfterSeconds: 8 }],
  ["a compressed file", answering(200, { "content-encoding": "gzip" }), { kind: "malformed" }],
  ["another part", answering(206, { "content-range": "bytes 4-9/10" }), { kind: "malformed" }],
  ["a part without a place", answering(206), { kind: "malformed" }],
  ["a cut connection", (request) => void request.socket.destroy(), { kind: "unreachable" }],
])("%s is told as a failure, without what the storage says", async (_, listener, failure) => {
  const told = await failureOf(listener, 5);
  expect(told).toMatchObject(failure);
  expect(JSON.stringify(told)).not.toContain("canary");
});

test("a file of no told length could end anywhere, and is not read", async () => {
  expect(await failureOf(lengthless)).toMatchObject({
    kind: "malformed",
    message: expect.stringContaining("how long"),
  });
});

test("a place past the end is told", async () => {
  expect(await failureOf(answering(416), 5)).toBe("past-end");
  expect(await failureOf(answering(416), 0)).toMatchObject({ kind: "rejected" });
});

test("a file that is shorter than what is to be passed over is broken, not at its end", () =>
  withStorage(whole, async (storage) => {
    await expect(readText(storage, TEXT.length + 1)).rejects.toMatchObject({ failure: { kind: "malformed" } });
  }));

test.each<[string, RequestListener]>([
  [
    "by its length",
    (_request, response) => {
      response.writeHead(200, { "content-length": TEXT.length * 2 });
      response.write(TEXT, () => response.socket?.destroy());
    },
  ],
  [
    "by its chunks",
    (_request, response) => {
      response.writeHead(200);
      response.write(TEXT, () => response.socket?.destroy());
    },
  ],
])("a file that breaks off, %s, is broken, not at its end", (_, listener) =>
  withStorage(listener, async (storage) => {
    const reading = readText(storage);
    await expect(reading).rejects.toBeInstanceOf(BrokenRead);
    await expect(reading).rejects.toMatchObject({ failure: { kind: "malformed" } });
  }),
);

test("one deadline holds for answer and bytes", async () => {
  expect(await failureOf(() => undefined, 0, { timeoutMs: 50 })).toMatchObject({ kind: "timed-out" });
  await withStorage(
    stalls,
    async (storage) => {
      await expect(readText(storage)).rejects.toMatchObject({ failure: { kind: "timed-out" } });
    },
    { timeoutMs: 200 },
  );
});

test.each([
  ["http://127.0.0.1/part.csv", ["127.0.0.2"]],
  ["https://evil.example/part.csv", [".blob.core.windows.net"]],
  ["https://blob.core.windows.net/part.csv", [".blob.core.windows.net"]],
  ["https://x.blob.core.windows.net.evil.example/part.csv", [".blob.core.windows.net"]],
  ["http://x.blob.core.windows.net/part.csv", [".blob.core.windows.net"]],
  ["https://x.blob.core.windows.net:8443/part.csv", [".blob.core.windows.net"]],
  ["https://user:password@x.blob.core.windows.net/part.csv", [".blob.core.windows.net"]],
  ["file:///etc/hosts", [".blob.core.windows.net", ""]],
  ["ftp://127.0.0.1/part.csv", ["127.0.0.1"]],
])("nothing is sent to %s where %j may be read from", (uri, allowedHosts) =>
  withStorage(
    whole,
    async ({ open, file, lines }) => {
      const opened = await open({ ...file, uri }, 0);
      expect(opened).toMatchObject({ outcome: "failed", failure: { kind: "rejected" } });
      expect(JSON.stringify(opened)).not.toContain("part.csv");
      expect(lines).toEqual([{ name: "partition.refused", host: new URL(uri).host }]);
    },
    { allowedHosts },
  ),
);
