import { type PartitionFile } from "../../shared/model/entity";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { answer, withSource } from "./withSource";

const URI = "https://contosoci.dfs.core.windows.net/ci/Customer/part-0.csv";

async function list(json: unknown): Promise<SourceAnswer<readonly PartitionFile[]>> {
  return withSource(
    (_request, response) => answer(response, 200, JSON.stringify(json)),
    ({ source }) => source.listPartitionFiles("i", "Customer"),
  );
}

async function idOf(uri: string): Promise<string | undefined> {
  const files = await list({ httpRequests: [{ uri, headers: {} }] });
  return files.ok ? files.value[0]?.partitionId : undefined;
}

test("the list asks for all columns by proxy", async () => {
  await withSource(
    (_request, response) => answer(response, 200, { httpRequests: [] }),
    async ({ source, requests }) => {
      expect(await source.listPartitionFiles("i", "A'b")).toMatchObject({ ok: true, value: [] });
      expect(requests.map(({ url }) => url)).toEqual(["/v1/instances/i/data/A%27b?$select=*&proxy=true"]);
    },
  );
});

test("an id stays with the file whatever signs its address, and is another for another file", async () => {
  const id = await idOf(`${URI}?sv=1&sig=a&se=2026`);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await idOf(`${URI}?sv=2&sig=b`)).toBe(id);
  expect(await idOf(`${URI}?snapshot=2026&sig=b`)).not.toBe(id);
  expect(await idOf(URI.replace("part-0", "part-1"))).not.toBe(id);
  expect(await idOf(URI.replace("contosoci", "other"))).not.toBe(id);
});

test("headers are sent as they are, but for those that are ours to send", async () => {
  const headers = { "x-ms-version": "1", Host: "evil", Range: "bytes=0-1", "Content-Length": "5", Connection: "close" };
  const files = await list({ httpRequests: [{ uri: URI, headers }] });
  expect(files).toMatchObject({ value: [{ uri: URI, headers: { "x-ms-version": "1" } }] });
  expect(files.ok && Object.keys(files.value[0]?.headers ?? {})).toEqual(["x-ms-version"]);
});

test.each([
  ["no list", { value: [] }],
  ["no object", []],
  ["null", { httpRequests: null }],
  ["a file without an address", { httpRequests: [{ uri: URI, headers: {} }, { headers: {} }] }],
  ["a file with an address that is none", { httpRequests: [{ uri: "part-0.csv" }] }],
  ["a header that is no text", { httpRequests: [{ uri: URI, headers: { a: 1 } }] }],
  ["a header with a line break", { httpRequests: [{ uri: URI, headers: { a: "b\r\nc: d" } }] }],
  ["a header with a name that is none", { httpRequests: [{ uri: URI, headers: { "a b": "c" } }] }],
])("%s is malformed: rows would be missing", async (_, json) => {
  expect(await list(json)).toMatchObject({ ok: false, failure: { kind: "malformed" } });
});
