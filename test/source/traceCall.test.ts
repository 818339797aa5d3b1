import { type SpanAttributes, type SpanStart } from "../../shared/model/log";
import { type SourceDeps } from "../../shared/source/createSource";
import { answer, withSource } from "./withSource";

type Seen = SpanStart & { readonly noted: SpanAttributes; readonly error: string | undefined };

function spying(): { readonly spans: Seen[]; readonly inSpan: NonNullable<SourceDeps["inSpan"]> } {
  const spans: Seen[] = [];
  return { spans, inSpan: (start, work) => work((noted, error) => void spans.push({ ...start, noted, error })) };
}

const answering =
  (status: number) =>
  (_: unknown, response: Parameters<typeof answer>[0]): void =>
    answer(response, status, []);

test.each([
  { status: 200, error: undefined },
  { status: 503, error: "unavailable" },
])("a call that ends with $status is a span by its operation, without its address", async ({ status, error }) => {
  const { spans, inSpan } = spying();
  await withSource(answering(status), ({ source }) => source.listDataSources("i1"), { deps: { inSpan } });
  expect(spans).toEqual([
    {
      name: "GET listDataSources",
      kind: "client",
      attributes: { "peer.service": "customer-insights" },
      noted: { "http.response.status_code": status },
      error,
    },
  ]);
});

test("a write is a span, too", async () => {
  const { spans, inSpan } = spying();
  const item = { instanceId: "i1", entity: "UnifiedActivity", values: {}, itemId: "canary" };
  await withSource(answering(201), ({ source }) => source.updateItem(item as never), { deps: { inSpan } });
  expect(spans.map(({ name }) => name)).toEqual(["PATCH item"]);
  expect(JSON.stringify(spans)).not.toContain("canary");
});
