import * as fc from "fast-check";
import { type LookupAddress } from "node:dns";
import { EventEmitter, once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { type Post, createPost } from "../../../shared/delivery/post/createPost";
import { type Resolve, createLookup, isDialable } from "../../../shared/delivery/post/dial";
import { parseSubscribe } from "../../../shared/http/routes/subscribe";
import { reachOf } from "../../../shared/validation/checkCallbackUrl";
import { aCaller } from "../../builders/aCaller";
import { aHttpRequest } from "../../http/aHttpRequest";
import { problemOf } from "../../http/problemOf";
import HOSTILE from "../../validation/hostileUrls.json";
import { type DnsServer, withDnsServer } from "./dnsServer";
import { openedSockets } from "./openedSockets";

const ALLOWED = [".api.powerplatform.com", ".logic.azure.com"];

test("the corpus has at least 300 URLs, each once, each with its reason", () => {
  expect(new Set(HOSTILE.map(({ url }) => url)).size).toBeGreaterThanOrEqual(300);
  expect(
    HOSTILE.filter(({ url, why }, at) => why === "" || HOSTILE.findIndex((each) => each.url === url) < at),
  ).toEqual([]);
});

test("every hostile URL is refused at subscribe, by the field's name and without repeating it", async () => {
  for (const { url, why } of HOSTILE) {
    const { status, options, message } = await problemOf(() =>
      parseSubscribe(aHttpRequest({ json: { callbackUrl: url } }), aCaller(), ALLOWED),
    );
    expect({ why, url, status, target: options.target }).toEqual({ why, url, status: 400, target: "callbackUrl" });
    expect(url.length > 20 && message.includes(url)).toBe(false);
  }
});

test("every hostile URL that was stored all the same is refused at the attempt: no name is looked up, no address dialled", async () => {
  const lookedUp: string[] = [];
  const resolve = async (hostname: string): Promise<[]> => {
    lookedUp.push(hostname);
    return [];
  };
  const post = createPost({ allowedHosts: ALLOWED, connectionsPerHost: 1 }, () => new Date(), resolve);
  const opened = await openedSockets(async () => {
    for (const { url, why } of HOSTILE) {
      const answer = await post({ url, headers: {}, body: "{}" }, 5_000);
      expect({ why, url, error: answer.error }).toEqual({ why, url, error: "address-refused" });
    }
  });
  expect({ opened, lookedUp }).toEqual({ opened: 0, lookedUp: [] });
});

test.each([
  ["loopback", "127.0.0.1"],
  ["loopback", "127.0.0.53"],
  ["loopback", "127.255.255.254"],
  ["loopback", "::1"],
  ["unspecified, or this network", "0.0.0.0"],
  ["unspecified, or this network", "0.1.2.3"],
  ["unspecified, or this network", "0.255.255.255"],
  ["unspecified, or this network", "::"],
  ["private", "10.0.0.1"],
  ["private", "10.255.255.255"],
  ["private", "172.16.0.1"],
  ["private", "172.31.255.255"],
  ["private", "192.168.0.1"],
  ["private", "192.168.255.255"],
  ["unique or site local", "fc00::1"],
  ["unique or site local", "fd00:ec2::254"],
  ["unique or site local", "fdff::1"],
  ["unique or site local", "fec0::1"],
  ["unique or site local", "feff::1"],
  ["link-local", "169.254.0.1"],
  ["link-local", "169.254.169.254"],
  ["link-local", "169.254.255.255"],
  ["link-local", "fe80::1"],
  ["link-local", "febf::1"],
  ["link-local", "fe80::1%eth0"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["carrier-grade NAT", "100.100.100.200"],
  ["carrier-grade NAT", "100.127.255.255"],
  ["multicast or broadcast", "224.0.0.1"],
  ["multicast or broadcast", "239.255.255.255"],
  ["multicast or broadcast", "255.255.255.255"],
  ["multicast or broadcast", "ff02::1"],
  ["multicast or broadcast", "ff0e::1"],
  ["documentation or benchmark", "192.0.2.1"],
  ["documentation or benchmark", "198.51.100.255"],
  ["documentation or benchmark", "203.0.113.9"],
  ["documentation or benchmark", "198.18.0.1"],
  ["documentation or benchmark", "198.19.255.255"],
  ["documentation or benchmark", "2001:db8::1"],
  ["documentation or benchmark", "3fff::1"],
  ["documentation or benchmark", "2001:2::1"],
  ["reserved", "192.0.0.1"],
  ["reserved", "192.0.0.192"],
  ["reserved", "192.88.99.1"],
  ["reserved", "240.0.0.1"],
  ["reserved", "254.255.255.255"],
  ["reserved", "100::1"],
  ["reserved", "5f00::1"],
  ["reserved", "4000::1"],
  ["reserved", "::2"],
  ["reserved", "1::1"],
  ["reserved", "8000::1"],
  ["reserved", "2001:10::1"],
  ["reserved", "2001:20::1"],
  ["reserved", "2001:30::1"],
  ["mapped IPv4", "::ffff:127.0.0.1"],
  ["mapped IPv4", "::ffff:7f00:1"],
  ["mapped IPv4", "::ffff:10.0.0.1"],
  ["mapped IPv4", "::ffff:8.8.8.8"],
  ["mapped IPv4", "::ffff:0:127.0.0.1"],
  ["IPv4-compatible", "::127.0.0.1"],
  ["IPv4-compatible", "::10.0.0.1"],
  ["IPv4-compatible", "::8.8.8.8"],
  ["NAT64", "64:ff9b::127.0.0.1"],
  ["NAT64", "64:ff9b::a9fe:a9fe"],
  ["NAT64", "64:ff9b::8.8.8.8"],
  ["NAT64", "64:ff9b:1::10.0.0.1"],
  ["6to4", "2002:7f00:1::"],
  ["6to4", "2002:a9fe:a9fe::1"],
  ["6to4", "2002:808:808::1"],
  ["Teredo", "2001::1"],
  ["Teredo", "2001:0:7f00:1::"],
  ["Teredo", "2001:0:4136:e378:8000:63bf:80ff:fffe"],
  ["ISATAP", "2001:4860::5efe:7f00:1"],
  ["ISATAP", "2001:4860::200:5efe:a00:1"],
  ["ISATAP", "2a00::5efe:169.254.169.254"],
  ["no address as resolvers give it", "127.1"],
  ["no address as resolvers give it", "0x7f.1"],
  ["no address as resolvers give it", "0177.0.0.1"],
  ["no address as resolvers give it", "2130706433"],
  ["no address as resolvers give it", "010.0.0.1"],
  ["no address as resolvers give it", "8.8.8"],
  ["no address as resolvers give it", ""],
  ["no address as resolvers give it", "localhost"],
  ["no address as resolvers give it", "8.8.8.8."],
  ["no address as resolvers give it", "[2606:4700::1111]"],
  ["no address as resolvers give it", "2606:4700::1111%eth0"],
])("%s: %s is not dialled", (_, address) => {
  expect(isDialable(address, "public")).toBe(false);
});

test.each([
  "8.8.8.8",
  "1.1.1.1",
  "13.107.42.14",
  "20.36.0.1",
  "52.168.1.1",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.167.255.255",
  "192.169.0.1",
  "169.253.255.255",
  "223.255.255.255",
  "2603:1020::1",
  "2606:4700:4700::1111",
  "2a01:111::1",
  "3ffe::1",
])("%s, which is public, is dialled", (address) => {
  expect(isDialable(address, "public")).toBe(true);
});

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["10.0.0.1", true],
  ["192.168.0.7", true],
  ["fd00::1", true],
  ["8.8.8.8", true],
  ["169.254.169.254", false],
  ["fe80::1", false],
  ["::ffff:127.0.0.1", false],
  ["100.64.0.1", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
])("for development %s: %s", (address, expected) => {
  expect(isDialable(address, "development")).toBe(expected);
});

test("an IPv6 address that ends in any IPv4 address is public only within the internet's own range", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom("::", "::ffff:", "64:ff9b::", "::ffff:0:", "64:ff9b:1::"), (v4, prefix) => {
      expect(isDialable(prefix + v4, "public")).toBe(false);
    }),
  );
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.ipV4Extended(), fc.ipV6()), (text) => {
      expect(typeof isDialable(text, "public")).toBe("boolean");
    }),
  );
});

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
  await withDnsServer([addresses, addresses, addresses], async (server) => {
    // The one socket is made before its name is looked up, and is never connected. Sockets of the whole process are
    // counted, also those that an earlier test has left to be closed: hence the fewest of three counts.
    let [fewest, counts] = [Infinity, 0];
    for (; fewest > 1 && counts < 3; counts += 1) {
      const post = postBy(server, [".logic.azure.com"]);
      const opened = await openedSockets(async () => {
        expect(await post(to(FLOW_URL), DEADLINE_MS)).toMatchObject({ error: "address-refused" });
      });
      fewest = Math.min(fewest, opened);
    }
    expect(fewest).toBeLessThanOrEqual(1);
    expect(server.asked()).toBe(counts);
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
    expect(durationMs).toBeLessThan(30_000);
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
