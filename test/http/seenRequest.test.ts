import { type SeenPorts, answerAnyone } from "../../shared/http/answerAnyone";
import { CodedError } from "../../shared/model/errors";
import { type SpanStart } from "../../shared/model/log";
import { aContext, aHttpRequest } from "./aHttpRequest";

const services = (): never => {
  throw new CodedError("invalid-settings", "Wrong settings: X is missing");
};

test("a request is a span of its own, which links the caller's and the host's and is a part of neither", async () => {
  const { context } = aContext();
  const [caller, host] = [`00-${"a1".repeat(16)}-${"b1".repeat(8)}-01`, `00-${"a2".repeat(16)}-${"b2".repeat(8)}-01`];
  Object.assign(context, { traceContext: { traceParent: host } });
  const seen: { start?: SpanStart; noted?: unknown[] } = {};
  const deps: SeenPorts = {
    log: () => undefined,
    inSpan: (start, work) => work((...noted) => void Object.assign(seen, { start, noted })),
  };
  const request = aHttpRequest({ headers: { traceparent: caller } });
  await answerAnyone(
    request,
    context,
    () => deps,
    () => Promise.reject(new Error("unexpected")),
  );
  expect(seen).toEqual({
    start: {
      name: "POST subscribe",
      kind: "server",
      links: [caller, host],
      attributes: { "http.request.method": "POST", "http.route": "subscribe" },
    },
    noted: [{ "http.response.status_code": 500 }, "500"],
  });
});

test("without services, as when a setting is wrong, the answer and its line are the same", async () => {
  const { context, logged } = aContext();
  const response = await answerAnyone(aHttpRequest(), context, services, async (_, open) => open());
  expect(response.status).toBe(500);
  expect(logged).toEqual([{ level: "error", text: expect.stringContaining("Wrong settings: X is missing") }]);
});
