import { EventEmitter, once } from "node:events";
import { createSource } from "../../../shared/source/createSource";
import { type SourceSettings } from "../../../shared/source/transport/connection";
import { NOW, answer, answerPaths, withSource } from "../withSource";

test("the key, the token and the accepted form are sent in headers", async () => {
  const requests = await withSource(
    answerPaths({}),
    async (scene) => {
      await scene.source.listInstances();
      return scene.requests;
    },
    { settings: { subscriptionKey: "a-key" } },
  );
  expect(requests[0]?.headers).toMatchObject({
    accept: "application/json;odata.metadata=minimal",
    authorization: "Bearer a-token",
    "ocp-apim-subscription-key": "a-key",
  });
});

test("no more than ten calls are on their way at once, over connections that are kept", async () => {
  const sockets = new Set<unknown>();
  let open = 0;
  let mostOpen = 0;
  await withSource(
    (request, response) => {
      sockets.add(request.socket);
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      setTimeout(() => {
        open -= 1;
        answer(response, 200, []);
      }, 10);
    },
    async ({ source }) => {
      const answers = await Promise.all(Array.from({ length: 30 }, async () => source.listInstances()));
      expect(answers.every(({ ok }) => ok)).toBe(true);
    },
  );
  expect(mostOpen).toBeLessThanOrEqual(10);
  expect(sockets.size).toBeLessThanOrEqual(10);
});

test("closing ends the calls on their way, and later ones say why they fail", async () => {
  const arrivals = new EventEmitter();
  await withSource(
    () => arrivals.emit("arrived"),
    async ({ source }) => {
      const hasArrived = once(arrivals, "arrived");
      const pending = source.listInstances();
      await hasArrived;
      await source.close();
      const closed = { kind: "unreachable", message: expect.stringContaining("its client is closed") };
      expect(await pending).toEqual({ ok: false, failure: closed });
      expect(await source.listInstances()).toEqual({ ok: false, failure: closed });
    },
  );
});

test.each<[string, Partial<SourceSettings>]>([
  ["baseUrl", { baseUrl: "not an address" }],
  ["baseUrl", { baseUrl: "ftp://source.example" }],
  ["baseUrl", { baseUrl: "https://user:password@source.example" }],
  ["baseUrl", { baseUrl: "https://source.example/?key=1" }],
  ["subscriptionKey", { subscriptionKey: "a-key\n" }],
  ["auth.token", { auth: { kind: "token", token: "" } }],
])("a %s that cannot be used is refused at once", (name, settings) => {
  const valid: SourceSettings = { baseUrl: "https://source.example", auth: { kind: "default" } };
  expect(() => createSource({ ...valid, ...settings }, { now: () => NOW, log: () => undefined })).toThrow(name);
});
