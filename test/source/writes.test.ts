import { type RequestListener } from "node:http";
import { withSource } from "./withSource";

const ITEM = { instanceId: "0b1f0c1e-52a1-4c0e-9a55-0a4de1f0b001", entity: "Customer", item: { Name: "Ada" } };

test.each<[string, RequestListener]>([
  [
    "breaks off",
    (_request, response) => {
      response.writeHead(201, { "content-length": "100" });
      response.write("{", () => response.destroy());
    },
  ],
  ["is too long", (_request, response) => response.writeHead(201).end(JSON.stringify("x".repeat(2_000)))],
  ["is no JSON", (_request, response) => response.writeHead(201).end("<html>")],
])("a write that was made stays one though what it is answered %s: it must not be made again", async (_, listener) => {
  const made = await withSource(listener, ({ source }) => source.createItem(ITEM), {
    settings: { maxAnswerBytes: 1_000 },
  });
  expect(made).toMatchObject({ ok: true, status: 201 });
});

test("a write whose answer is not HTTP was not made, for all that is known", async () => {
  const made = await withSource(
    (request) => void request.socket.end("no HTTP\r\n\r\n"),
    ({ source }) => source.createItem(ITEM),
  );
  expect(made).toMatchObject({ ok: false, failure: { kind: "malformed" } });
});
