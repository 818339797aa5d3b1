import { type RequestListener } from "node:http";
import { type Source } from "../../shared/source/createSource";
import { answer, type Scene, type SceneOptions, withSource } from "./withSource";

async function failureOf(listener: RequestListener, options: SceneOptions = {}): Promise<unknown> {
  return withSource(listener, async ({ source }: Scene) => unwrap(await source.listInstances()), options);
}

function unwrap(got: Awaited<ReturnType<Source["listInstances"]>>): unknown {
  return got.ok ? got.value : got.failure;
}

test.each<[number, string]>([
  [301, "rejected"],
  [302, "rejected"],
  [400, "rejected"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not-found"],
  [409, "rejected"],
  [429, "throttled"],
  [500, "unavailable"],
  [502, "unavailable"],
  [503, "unavailable"],
  [504, "unavailable"],
])("status %i without a body is %s", async (status, kind) => {
  const failure = await failureOf((_request, response) => {
    response.writeHead(status, { location: "/v1/instances?again" }).end();
  });
  expect(failure).toEqual({ kind, status, message: expect.stringMatching(new RegExp(`\\(${status}\\)$`)) });
});

test("a redirect is not followed", async () => {
  await withSource(
    (_request, response) => response.writeHead(307, { location: "/elsewhere" }).end(),
    async ({ source, requests }) => {
      await source.listInstances();
      expect(requests.map(({ url }) => url)).toEqual(["/v1/instances"]);
    },
  );
});

test.each([
  ["an empty answer", "", "is empty"],
  ["a blank answer", " \n", "is empty"],
  ["a page of a proxy", "<html>It works</html>", "is not JSON"],
  ["JSON that ends early", '[{"instanceId":"a"', "is not JSON"],
])("%s is malformed", async (_name, body, words) => {
  const failure = await failureOf((_request, response) => response.writeHead(200).end(body));
  expect(failure).toEqual({ kind: "malformed", status: 200, message: `the source's answer ${words}` });
});

test("an answer without content is malformed where one thing is asked for", async () => {
  await withSource(
    (_request, response) => response.writeHead(204).end(),
    async ({ source }) => {
      const failure = { kind: "malformed", status: 204 };
      expect(await source.getInstance("i")).toMatchObject({ ok: false, failure });
      expect(await source.getMeasure("i", "m", { historyDays: 1 })).toMatchObject({ ok: false, failure });
      expect(await source.getEntitySize("i", "e")).toMatchObject({ ok: false, failure });
    },
  );
});

test("an answer without content is an empty list where a list is asked for", async () => {
  await withSource(
    (_request, response) => response.writeHead(204).end(),
    async ({ source }) => {
      const empty = { ok: true, value: [], unusable: [], partial: true };
      expect(await source.listInstances()).toEqual(empty);
      expect(await source.listSegments("i", { historyDays: 1 })).toEqual(empty);
      expect(await source.listEntities("i")).toEqual(empty);
      expect(await source.listRows({ instanceId: "i", entity: "e", options: {} })).toMatchObject({
        value: { rows: [] },
      });
      expect(await source.listPartitionFiles("i", "e")).toMatchObject({ ok: true, value: [] });
    },
  );
});

test("an answer whose connection is cut is malformed", async () => {
  const failure = await failureOf((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("[", () => response.destroy());
  });
  expect(failure).toEqual({ kind: "malformed", status: 200, message: "the source's answer broke off" });
});

test.each([
  ["with its length said before", (body: string) => ({ "content-length": String(body.length) })],
  ["in chunks", () => ({})],
])("an answer that is too large is not read to its end, %s", async (_name, toHeaders) => {
  const body = JSON.stringify([{ instanceId: "x".repeat(100_000) }]);
  const failure = await failureOf((_request, response) => response.writeHead(200, toHeaders(body)).end(body), {
    settings: { maxAnswerBytes: 50_000 },
  });
  expect(failure).toMatchObject({
    kind: "malformed",
    message: "the source's answer is longer than the 50000 bytes we accept",
  });
});

test("an answer of just the accepted size is read", async () => {
  const body = `[]${" ".repeat(998)}`;
  const failure = await failureOf((_request, response) => answer(response, 200, body), {
    settings: { maxAnswerBytes: 1000 },
  });
  expect(failure).toEqual([]);
});

test.each<[string, RequestListener]>([
  ["no headers come", () => undefined],
  ["the body does not end", (_request, response) => void response.writeHead(200).write("[")],
])("when %s before the deadline, the call has timed out", async (_name, listener) => {
  const failure = await failureOf(listener, { settings: { timeoutMs: 100 } });
  expect(failure).toEqual({ kind: "timed-out", message: "the source gave no whole answer within 0.1 seconds" });
});

test("an error counts by its status even when its body does not end", async () => {
  const failure = await failureOf(
    (_request, response) => void response.writeHead(503, { "retry-after": "7" }).write("{"),
    { settings: { timeoutMs: 100 } },
  );
  expect(failure).toMatchObject({ kind: "unavailable", status: 503, retryAfterSeconds: 7 });
});

test("an error with an endless body counts by its status", async () => {
  const failure = await failureOf((_request, response) => response.writeHead(500).end("x".repeat(1_000_000)));
  expect(failure).toMatchObject({ kind: "unavailable", status: 500 });
});

test.each([
  ["http://127.0.0.1:1", /: nothing listens at its address \(ECONNREFUSED\)$/],
  ["http://no-such-host.invalid", /: (?:its host name is not known|name resolution does not work) \(\w+\)$/],
])("at %s the source is unreachable", async (baseUrl, message) => {
  const failure = await failureOf(() => undefined, { settings: { baseUrl } });
  expect(failure).toEqual({ kind: "unreachable", message: expect.stringMatching(message) });
});

test("a connection that is cut before an answer makes the source unreachable", async () => {
  const failure = await failureOf((request) => void request.socket.destroy());
  expect(failure).toMatchObject({ kind: "unreachable", message: expect.stringContaining("the connection was cut") });
});

test("something that does not speak HTTP is malformed", async () => {
  const failure = await failureOf((request) => void request.socket.end("220 mail.example ESMTP\r\n"));
  expect(failure).toMatchObject({ kind: "malformed", message: expect.stringContaining("not HTTP") });
});

const interim = (count: number): string =>
  `HTTP/1.1 103 Early Hints\r\nx-padding: ${"x".repeat(8_000)}\r\n\r\n`.repeat(count);

test("interim answers without end are malformed, before the deadline", async () => {
  const failure = await failureOf((request) => {
    request.socket.on("error", () => undefined);
    request.socket.write(interim(200));
  });
  expect(failure).toMatchObject({ kind: "malformed", message: expect.stringContaining("TOO_MANY_INTERIM_ANSWERS") });
});

test("few interim answers do not hide the answer", async () => {
  const failure = await failureOf((request) => {
    request.socket.end(`${interim(5)}HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n`);
  });
  expect(failure).toMatchObject({ kind: "not-found", status: 404 });
});

test("headers without end are malformed", async () => {
  const failure = await failureOf((request) => {
    request.socket.on("error", () => undefined);
    request.socket.write(`HTTP/1.1 200 OK\r\n${`x: ${"y".repeat(1_000)}\r\n`.repeat(1_000)}`);
  });
  expect(failure).toMatchObject({ kind: "malformed" });
});

test.each([
  "",
  ".",
  "..",
  "\uD800",
  "x".repeat(401),
  "../../other",
  "..%2F..%2Fother",
  "//evil.example",
  "a\r\nHost: evil",
])("the id %j is not sent", async (instanceId) => {
  await withSource(
    () => undefined,
    async ({ source, requests }) => {
      expect(await source.listNodes(instanceId)).toMatchObject({ ok: false, failure: { kind: "rejected" } });
      expect(requests).toEqual([]);
    },
  );
});

test.each([
  ["a?b#c", "/v1/instances/a%3Fb%23c"],
  ["a..b", "/v1/instances/a..b"],
  ["O'Hara é", "/v1/instances/O%27Hara%20%C3%A9"],
])("the id %j stays one part of the path", async (instanceId, url) => {
  await withSource(
    (_request, response) => answer(response, 200, {}),
    async ({ source, requests }) => {
      await source.getInstance(instanceId);
      expect(requests.map((each) => each.url)).toEqual([url]);
    },
  );
});

test("keys and tokens that the source repeats are hidden", async () => {
  const failure = await failureOf(
    (request, response) =>
      answer(response, 401, { message: `bad ${request.headers.authorization} and key the-key at https://a/b?c=d` }),
    { settings: { subscriptionKey: "the-key" } },
  );
  expect(failure).toMatchObject({
    message: expect.stringMatching(/: bad Bearer \*{3} and key \*{3} at https:\/\/a\/b$/),
  });
});
