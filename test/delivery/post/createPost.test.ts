import * as fc from "fast-check";
import { once } from "node:events";
import { type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { readErrorCode } from "../../../shared/delivery/post/createPost";
import { NOW, withReceiver } from "../withReceiver";

const CODED = JSON.stringify({ error: { code: "WorkflowNotFound" } });

function answering(status: number, headers: Record<string, string> = {}, body: string | Buffer = ""): RequestListener {
  return (_, response) => {
    response.writeHead(status, headers).end(body);
  };
}

test.each([200, 201, 202, 204, 299, 400, 404, 410, 429, 500, 503])("the status %i is the answer", async (status) => {
  await withReceiver(answering(status), async ({ post }) => {
    expect(await post()).toEqual({ status, durationMs: expect.any(Number) });
  });
});

test("URL, headers and body reach the receiver as they are, and no compressed answer is asked for", async () => {
  const bodies: Promise<string>[] = [];
  const listener: RequestListener = (request, response) => {
    bodies.push(text(request));
    response.end();
  };
  await withReceiver(listener, async ({ post, seen }) => {
    await post({ body: '{"name":"Zürich"}', headers: { "content-type": "application/json", "ce-id": "evt_1" } });
    expect(await Promise.all(bodies)).toEqual(['{"name":"Zürich"}']);
    const headers = { "content-type": "application/json", "ce-id": "evt_1", "accept-encoding": "identity" };
    expect(seen).toEqual([{ method: "POST", url: "/run?sig=a%2Bb", headers: expect.objectContaining(headers) }]);
  });
});

test.each([
  ["120", 120],
  ["Fri, 20 Nov 2026 10:01:00 GMT", 60],
])("Retry-After %s asks for %i seconds from now", async (header, seconds) => {
  expect(NOW.toUTCString()).toBe("Fri, 20 Nov 2026 10:00:00 GMT");
  await withReceiver(answering(429, { "retry-after": header }), async ({ post }) => {
    expect(await post()).toMatchObject({ status: 429, retryAfterSeconds: seconds });
  });
});

test("the error code of a refusal is read", async () => {
  await withReceiver(answering(404, {}, CODED), async ({ post }) => {
    expect(await post()).toMatchObject({ status: 404, errorCode: "WorkflowNotFound" });
  });
});

test("a compressed answer is not inflated, small or bomb", async () => {
  const gzip = { "content-encoding": "gzip" };
  const bomb = gzipSync(`{"error":{"code":"${"x".repeat(20_000_000)}"}}`);
  for (const body of [gzipSync(CODED), bomb]) {
    await withReceiver(answering(400, gzip, body), async ({ post }) => {
      expect(await post()).toEqual({ status: 400, durationMs: expect.any(Number) });
    });
  }
});

test.each([
  [16_384, "WorkflowNotFound"],
  [16_385, undefined],
  [1_048_576, undefined],
])("of an answer of %i bytes at most 16 KiB are read", async (bytes, errorCode) => {
  const body = `${CODED.slice(0, -1)},"rest":"`.padEnd(bytes - 2, "x");
  await withReceiver(answering(404, {}, `${body}"}`), async ({ post }) => {
    const answer = await post();
    expect(answer.status).toBe(404);
    expect(answer.errorCode).toBe(errorCode);
  });
});

test("an endless answer is cut off and its connection closed", async () => {
  let closed: Promise<unknown> | undefined;
  const endless: RequestListener = (_, response) => {
    closed = once(response, "close");
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(8_192)));
    };
    response.on("drain", more);
    more();
  };
  await withReceiver(endless, async ({ post }) => {
    expect(await post()).toMatchObject({ status: 200 });
    await closed;
  });
});

test("interim answers without end are given up, before the deadline and after few of them", async () => {
  let sent = 0;
  const flood: RequestListener = (request, response) => {
    const interim = `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\nx-padding: ${"x".repeat(8_000)}\r\n\r\n`;
    const more = (): void => {
      while (request.socket.writable && sent < 100_000) {
        sent += 1;
        if (!request.socket.write(interim)) return;
      }
    };
    request.socket.on("drain", more).on("error", () => response.destroy());
    more();
  };
  await withReceiver(
    flood,
    async ({ post }) => {
      const answer = await post();
      expect(answer).toMatchObject({ error: "unreachable" });
      expect(answer.durationMs).toBeLessThan(SOON_MS);
    },
    2 * SOON_MS,
  );
  expect(sent).toBeLessThan(100_000);
});

test("few interim answers do not hide the answer", async () => {
  const listener: RequestListener = (_, response) => {
    for (let left = 5; left > 0; left -= 1) response.writeEarlyHints({ link: "</a>" });
    response.writeHead(202).end();
  };
  await withReceiver(listener, async ({ post }) => {
    expect(await post()).toMatchObject({ status: 202 });
  });
});

test("headers without end are no answer", async () => {
  const flood: RequestListener = (request) => {
    request.socket.on("error", () => undefined);
    request.socket.write(`HTTP/1.1 200 OK\r\n${`x: ${"y".repeat(1_000)}\r\n`.repeat(1_000)}`);
  };
  await withReceiver(flood, async ({ post }) => {
    expect(await post()).toMatchObject({ error: "unreachable" });
  });
});

test.each([301, 302, 303, 307, 308])("a redirect with %i is an answer and is not followed", async (status) => {
  await withReceiver(answering(status, { location: "/elsewhere" }), async ({ post, seen }) => {
    expect(await post()).toMatchObject({ status });
    expect(seen.map(({ url }) => url)).toEqual(["/run?sig=a%2Bb"]);
  });
});

const resetting: RequestListener = (request) => {
  request.socket.resetAndDestroy();
};

const breakingOff: RequestListener = (request, response) => {
  response.writeHead(500, { "content-length": "10" }).write("x", () => request.socket.destroy());
};

test.each([
  ["resets the connection", resetting],
  ["breaks off in its answer", breakingOff],
])("a receiver that %s is unreachable, after one POST and no hidden second one", async (_, listener) => {
  await withReceiver(listener, async ({ post, seen }) => {
    expect(await post()).toEqual({ error: "unreachable", durationMs: expect.any(Number) });
    expect(seen).toHaveLength(1);
  });
});

test("a kept connection that breaks under the next POST does not repeat it", async () => {
  let first = true;
  const listener: RequestListener = (request, response) => {
    if (first) response.end();
    else request.socket.destroy();
    first = false;
  };
  await withReceiver(listener, async ({ post, seen }) => {
    expect(await post()).toMatchObject({ status: 200 });
    expect(await post()).toMatchObject({ error: "unreachable" });
    expect(seen).toHaveLength(2);
  });
});

test("nobody listening is unreachable", async () => {
  const { post } = await withReceiver(
    () => undefined,
    (receiver) => Promise.resolve(receiver),
  );
  expect(await post()).toMatchObject({ error: "unreachable" });
});

test.each([
  (url: string) => url.replace("127.0.0.1", "localhost"),
  (url: string) => url.replace("127.0.0.1", "[::1]"),
  (url: string) => url.replace("http://", "http://user@"),
  (url: string) => url.replace("http://", "ftp://"),
  () => "no URL",
])("an address that is not allowed at the attempt is refused and not called (%#)", async (change) => {
  await withReceiver(answering(200), async ({ url, post, seen }) => {
    expect(await post({ url: change(url) })).toEqual({ error: "address-refused", durationMs: expect.any(Number) });
    expect(seen).toEqual([]);
  });
});

test("a header that cannot be sent is no exception", async () => {
  await withReceiver(answering(200), async ({ post }) => {
    expect(await post({ headers: { "ce-subject": "a\nb" } })).toMatchObject({ error: "unreachable" });
  });
});

const URL = "https://prod-01.westeurope.logic.azure.com:443/workflows/1f2e3d4c5b6a/run?sp=%2Frun&sig=aB3%2Bd5F7h9J1";

test.each<[string, string | undefined]>([
  ['{"error":{"code":"WorkflowNotFound","message":"secret"}}', "WorkflowNotFound"],
  [' { "error" : { "code" : "A" } } ', "A"],
  ['{"error":{"code":""}}', undefined],
  ['{"error":{"code":404}}', undefined],
  ['{"error":{"code":null}}', undefined],
  ['{"error":"WorkflowNotFound"}', undefined],
  ['{"error":null}', undefined],
  ['{"error":[]}', undefined],
  ['{"code":"WorkflowNotFound"}', undefined],
  ['{"error":{"code":"Workflow', undefined],
  ["null", undefined],
  ["7", undefined],
  ['"error"', undefined],
  ["<html>", undefined],
  ["", undefined],
])("the answer %j has the code %j", (body, expected) => {
  expect(readErrorCode(body, URL)).toBe(expected);
});

test("a long code is cut to 100 characters", () => {
  expect(readErrorCode(JSON.stringify({ error: { code: "x".repeat(5_000) } }), URL)).toBe("x".repeat(100));
});

test.each([
  ["the whole address", URL],
  ["the signature", "aB3%2Bd5F7h9J1"],
  ["the signature, decoded", "aB3+d5F7h9J1"],
  ["the signature among other words", "InvalidSignature: aB3%2Bd5F7h9J1"],
  ["part of the signature", "3%2Bd5F7h9"],
  ["the signature beyond what would be kept", `${"x".repeat(95)}aB3%2Bd5F7h9J1`],
  ["the workflow's id", "1f2e3d4c5b6a"],
])("a code that repeats %s is not kept", (_, code) => {
  expect(readErrorCode(JSON.stringify({ error: { code } }), URL)).toBeUndefined();
});

test.each([
  ["that begins within what is kept and ends beyond all that is looked at", `${"x".repeat(99)}${"s".repeat(400)}`],
  ["that begins where a code is cut", `${"x".repeat(192)}${"s".repeat(8)}y`],
])("a long secret %s is not kept", (_, code) => {
  expect(readErrorCode(JSON.stringify({ error: { code } }), `${URL}&key=${"s".repeat(400)}`)).toBeUndefined();
});

test("whatever a receiver answers gives a code or nothing, and never fails", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((code) => `{"error":{"code":${code}}}`),
      ),
      (body) => {
        expect((readErrorCode(body, URL) ?? "").length).toBeLessThanOrEqual(100);
      },
    ),
  );
});

const SHORT_MS = 150;
/** Time enough for a busy machine. These receivers never end by themselves, and nothing else would end them so early. */
const SOON_MS = 30_000;

const silent: RequestListener = () => undefined;

const dripping =
  (status: number): RequestListener =>
  (_, response) => {
    response.writeHead(status);
    const drip = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(drip));
  };

const headersOnly =
  (status: number): RequestListener =>
  (_, response) => {
    response.writeHead(status).flushHeaders();
  };

test.each([
  ["answers nothing", silent],
  ["refuses, and sends headers and no body", headersOnly(400)],
  ["refuses, and sends its body byte by byte", dripping(400)],
])("a receiver that %s is given up at the deadline", async (_, listener) => {
  await withReceiver(
    listener,
    async ({ post, seen }) => {
      const answer = await post();
      expect(answer).toEqual({ error: "timed-out", durationMs: expect.any(Number) });
      expect(answer.durationMs).toBeGreaterThanOrEqual(SHORT_MS - 5);
      expect(answer.durationMs).toBeLessThan(SOON_MS);
      expect(seen).toHaveLength(1);
    },
    SHORT_MS,
  );
});

test.each([
  ["sends headers and no body", headersOnly(202)],
  ["sends its body byte by byte", dripping(202)],
])("a receiver that accepts and then %s has accepted, and is left at the deadline", async (_, listener) => {
  await withReceiver(
    listener,
    async ({ post }) => {
      const { status, error, durationMs } = await post();
      expect({ status, error }).toEqual({ status: 202 });
      expect(durationMs).toBeLessThan(SOON_MS);
    },
    SHORT_MS,
  );
});

const hangingUnlessHealthy: RequestListener = (request, response) => {
  if (request.headers["x-kind"] === "healthy") response.end();
};

test("receivers that hang do not hold up one that answers", async () => {
  await withReceiver(
    hangingUnlessHealthy,
    async ({ post }) => {
      const hanging = Array.from({ length: 20 }, () => post());
      expect(await post({ headers: { "x-kind": "healthy" } })).toMatchObject({ status: 200 });
      expect((await Promise.all(hanging)).every(({ error }) => error === "timed-out")).toBe(true);
    },
    2 * SHORT_MS,
  );
});

const accepting: RequestListener = (_, response) => {
  response.writeHead(202).end();
};

test("what is left of a deadline may be a fraction of a millisecond", async () => {
  for (const deadlineMs of [4_999.925499, 0.4]) {
    await withReceiver(
      accepting,
      async ({ post }) => {
        const { status, error } = await post();
        expect(status === 202 || error === "timed-out").toBe(true);
      },
      deadlineMs,
    );
  }
});
