import { type LookupAddress } from "node:dns";
import { EventEmitter, once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { type Resolve, createLookup } from "../../../shared/delivery/dial/createLookup";
import { createPost, type Post } from "../../../shared/delivery/createPost";
import { reachOf } from "../../../shared/validation/reachOf";
import { type DnsServer, withDnsServer } from "./dnsServer";
import { openedSockets } from "./openedSockets";

const DEADLINE_MS = 5_000;
const FLOW_URL = "https://a.logic.azure.com/run?sig=x";

function postBy({ resolve }: Pick<DnsServer, "resolve">, allowedHosts: readonly string[]): Post {
  return createPost({ allowedHosts, connectionsPerHost: 1 }, () => new Date(), resolve);
}

function to(url: string): Parameters<Post>[0] {
  return { url, headers: {}, body: "{}" };
}

/** Runs `use` with the port of a receiver on this machine; gives how many POSTs it got. */
async function withReceiver(listener: RequestListener, use: (port: number) => Promise<void>): Promise<number> {
  let posts = 0;
  const server = createServer((request, response) => {
    posts += 1;
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
  return posts;
}

const reach = (hostname: string): ReturnType<typeof reachOf> => reachOf(hostname, [".logic.azure.com"]);
const failing: Resolve = () => Promise.reject(new Error("ENOTFOUND"));

const answering: RequestListener = (_, response) => {
  response.writeHead(202).end();
};

const closing: RequestListener = (_, response) => {
  response.writeHead(202, { connection: "close" }).end();
};

test.each([
  [["127.0.0.1"]],
  [["10.0.0.1"]],
  [["169.254.169.254"]],
  [["100.64.0.1"]],
  [["8.8.8.8", "127.0.0.1"]],
  [["8.8.8.8", "1.1.1.1", "192.168.0.1"]],
])("a flow's host whose name stands for %j is not dialled, at none of its addresses", async (addresses) => {
  await withDnsServer([addresses], async (server) => {
    const post = postBy(server, [".logic.azure.com"]);
    // The one socket is made before its name is looked up, and is never connected.
    const opened = await openedSockets(async () => {
      expect(await post(to(FLOW_URL), DEADLINE_MS)).toMatchObject({ error: "address-refused" });
    });
    expect(opened).toBeLessThanOrEqual(1);
    expect(server.asked()).toBe(1);
  });
});

test("a name is resolved once, and what was checked is what is dialled: the second answer, 127.0.0.1, is not asked for", async () => {
  await withDnsServer([["20.36.0.1", "20.36.0.2"], ["127.0.0.1"]], async ({ resolve, asked }) => {
    const lookUp = promisify(createLookup(resolve, reach));
    const dialled = await lookUp("a.logic.azure.com", { all: true });
    expect(dialled).toEqual([
      { address: "20.36.0.1", family: 4 },
      { address: "20.36.0.2", family: 4 },
    ]);
    expect(asked()).toBe(1);
    await expect(lookUp("a.logic.azure.com", { all: true })).rejects.toThrow("must not call");
    expect(asked()).toBe(2);
  });
});

test("a host that was fine at the first attempt and then rebinds is not dialled at the second", async () => {
  const posts = await withReceiver(closing, (port) =>
    withDnsServer([["127.0.0.1"], ["169.254.169.254"]], async (server) => {
      const post = postBy(server, ["rebinding.example"]);
      const callback = to(`http://rebinding.example:${port}/run`);
      expect(await post(callback, DEADLINE_MS)).toMatchObject({ status: 202 });
      expect(server.asked()).toBe(1);
      expect(await post(callback, DEADLINE_MS)).toMatchObject({ error: "address-refused" });
      expect(server.asked()).toBe(2);
    }),
  );
  expect(posts).toBe(1);
});

test("a kept connection stays with its host: another host at the same port asks for its own address", async () => {
  const posts = await withReceiver(answering, (port) =>
    withDnsServer([["127.0.0.1"], ["169.254.169.254"]], async (server) => {
      const post = postBy(server, ["one.example", "other.example"]);
      expect(await post(to(`http://one.example:${port}/`), DEADLINE_MS)).toMatchObject({ status: 202 });
      expect(await post(to(`http://one.example:${port}/`), DEADLINE_MS)).toMatchObject({ status: 202 });
      expect(server.asked()).toBe(1);
      expect(await post(to(`http://other.example:${port}/`), DEADLINE_MS)).toMatchObject({ error: "address-refused" });
    }),
  );
  expect(posts).toBe(2);
});

test.each([
  ["that does not exist", failing],
  ["without an address", () => Promise.resolve([])],
])("a name %s is unreachable", async (_, resolve) => {
  expect(await postBy({ resolve }, [".logic.azure.com"])(to(FLOW_URL), DEADLINE_MS)).toMatchObject({
    error: "unreachable",
  });
});

test("a name that is looked up for ever is given up at the deadline, and nothing is sent when its address comes after all", async () => {
  const here: LookupAddress[] = [{ address: "127.0.0.1", family: 4 }];
  const door = new EventEmitter();
  const answers = [once(door, "open").then(() => here)];
  const resolve = (): Promise<LookupAddress[]> => answers.pop() ?? Promise.resolve(here);
  const posts = await withReceiver(closing, async (port) => {
    const post = postBy({ resolve }, ["late.example"]);
    const { error, durationMs } = await post(to(`http://late.example:${port}/`), 100);
    expect(error).toBe("timed-out");
    expect(durationMs).toBeLessThan(3_000);
    door.emit("open");
    expect(await post(to(`http://late.example:${port}/`), DEADLINE_MS)).toMatchObject({ status: 202 });
  });
  expect(posts).toBe(1);
});

test("an address on the allow-list is dialled without a lookup, and only where development may", async () => {
  const posts = await withReceiver(closing, async (port) => {
    const post = postBy({ resolve: failing }, ["127.0.0.1", "169.254.169.254"]);
    expect(await post(to(`http://127.0.0.1:${port}/`), DEADLINE_MS)).toMatchObject({ status: 202 });
    expect(await post(to("http://169.254.169.254/latest"), DEADLINE_MS)).toMatchObject({ error: "address-refused" });
  });
  expect(posts).toBe(1);
});
