import { type IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { type Queue, createQueues } from "../../shared/storage/createQueues";
import { STUB_KEY, type StubAnswer, type StubServer, openStubServer } from "./stubServer";

let server: StubServer | undefined;

afterEach(() => server?.close());

async function queueThat(answer: (request: IncomingMessage) => StubAnswer): Promise<Queue> {
  server = await openStubServer(answer);
  return createQueues({ kind: "connection-string", connectionString: server.connectionString }).polls;
}

function xml(status: number, body: string, code?: string): StubAnswer {
  const headers = { "content-type": "application/xml", ...(code !== undefined && { "x-ms-error-code": code }) };
  return { status, headers, body: `<?xml version="1.0" encoding="utf-8"?>${body}` };
}

function failure(status: number, code: string): StubAnswer {
  return xml(status, `<Error><Code>${code}</Code><Message>${code} happened.\nRequestId:1</Message></Error>`, code);
}

const SENT = xml(201, "<QueueMessagesList><QueueMessage><MessageId>1</MessageId></QueueMessage></QueueMessagesList>");

test("a queue that is not there is created once, however many send to it", async () => {
  let created = false;
  const queue = await queueThat(({ method }) => {
    if (method === "PUT") created = true;
    if (method === "PUT") return { status: 201 };
    return created ? SENT : failure(404, "QueueNotFound");
  });
  await Promise.all(Array.from({ length: 5 }, () => queue.send("{}", 0)));
  expect(server?.requests.filter((request) => request.startsWith("PUT"))).toEqual(["PUT /stub/polls"]);
});

test("a queue that is being deleted is unavailable", async () => {
  const queue = await queueThat(({ method }) =>
    method === "PUT" ? failure(409, "QueueBeingDeleted") : failure(404, "QueueNotFound"),
  );
  await expect(queue.send("{}", 0)).rejects.toMatchObject({
    code: "storage-unavailable",
    target: "polls",
    message: expect.stringContaining("409 QueueBeingDeleted") as string,
  });
});

test("a message never expires, and shows after its delay, in whole seconds", async () => {
  const asked: string[] = [];
  const queue = await queueThat(({ url = "" }) => {
    asked.push(url);
    return SENT;
  });
  await queue.send("{}", 12.2);
  const query = new URL(asked[0] ?? "", "http://stub").searchParams;
  expect([query.get("messagettl"), query.get("visibilitytimeout")]).toEqual(["-1", "13"]);
});

test("an error shows neither key nor signature", async () => {
  const queue = await queueThat(() => failure(403, "AuthenticationFailed"));
  const error: unknown = await queue.send("{}", 0).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "storage-unavailable", target: "polls" });
  const shown = inspect(error, { depth: 9, showHidden: true });
  for (const secret of [STUB_KEY, "SharedKey"]) expect(shown).not.toContain(secret);
});

test("a queue that cannot be reached is unavailable", async () => {
  const queue = await queueThat(() => SENT);
  await server?.close();
  server = undefined;
  await expect(queue.send("{}", 0)).rejects.toMatchObject({ code: "storage-unavailable", target: "polls" });
});
