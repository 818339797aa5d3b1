import { type RequestListener } from "node:http";
import { answer, withSource } from "./withSource";

const ID = "11111111-2222-4333-8444-555555555555";

type Pages = Readonly<Record<string, unknown>>;

/** Answers each value of the parameter `from` with its page; the first page has none. */
function pagesOf(pages: Pages): RequestListener {
  return (request, response) => {
    const from = new URL(request.url ?? "", "http://x").searchParams.get("from") ?? "";
    const page = pages[from];
    if (typeof page === "number") answer(response, page, { message: "no" });
    else answer(response, 200, page === undefined ? [] : page);
  };
}

const segment = (name: string) => ({ name, state: "Active" });
const SEGMENTS = `/v1/instances/${ID}/manage/segments`;

async function namesOf(pages: Pages): Promise<{ readonly names: unknown; readonly urls: readonly string[] }> {
  return withSource(pagesOf(pages), async ({ source, requests }) => {
    const got = await source.listSegments(ID, { historyDays: 2 });
    const names = got.ok ? got.value.map(({ name }) => name) : got.failure.kind;
    return { names, urls: requests.map(({ url }) => url) };
  });
}

test.each<[string, (link: string) => object]>([
  ["@odata.nextLink", (link) => ({ value: [segment("A")], "@odata.nextLink": link })],
  ["nextLink", (link) => ({ value: [segment("A")], nextLink: link })],
  ["a link in another casing", (link) => ({ Value: [segment("A")], NextLink: link })],
  ["items in a property of another name", (link) => ({ segments: [segment("A")], nextLink: link })],
])("a list is read to its end by %s", async (_, first) => {
  const { names, urls } = await namesOf({
    "": first(`${SEGMENTS}?from=2&includeHistoricStats=true`),
    "2": { value: [segment("B")], "@odata.nextLink": "?from=3" },
    "3": { "@odata.nextLink": "?from=4" },
    "4": [segment("C")],
  });
  expect(names).toEqual(["A", "B", "C"]);
  expect(urls).toEqual([
    expect.stringMatching(/includeHistoricStats=true&historicStatsDays=2$/),
    `${SEGMENTS}?from=2&includeHistoricStats=true`,
    `${SEGMENTS}?from=3`,
    `${SEGMENTS}?from=4`,
  ]);
});

test.each(["", "  ", null])("a link of %j is none", async (link) => {
  expect(await namesOf({ "": { value: [segment("A")], "@odata.nextLink": link } })).toMatchObject({
    names: ["A"],
    urls: [expect.anything()],
  });
});

test("the host of a link is never called: the list goes on where it was asked for", async () => {
  const link = `http://198.51.100.7:9/prefix/instances/${ID}/manage/segments?from=2`;
  const { names, urls } = await namesOf({ "": { value: [segment("A")], nextLink: link }, "2": [segment("B")] });
  expect(names).toEqual(["A", "B"]);
  expect(urls[1]).toBe(`${SEGMENTS}?from=2`);
});

const endless = Object.fromEntries(
  Array.from({ length: 99 }, (_, index) => [
    index === 0 ? "" : String(index),
    { value: [], nextLink: `?from=${index + 1}` },
  ]),
);

test.each<[string, Pages, number]>([
  ["links to itself", { "": { value: [], nextLink: "?from=1" }, "1": { value: [], nextLink: "?from=1" } }, 2],
  [
    "links in a circle of two",
    {
      "": { value: [], nextLink: "?from=a" },
      a: { value: [], nextLink: "?from=b" },
      b: { value: [], nextLink: "?from=a" },
    },
    3,
  ],
  [
    "links back to a page in the middle",
    {
      "": { value: [], nextLink: "?from=a" },
      a: { value: [], nextLink: "?from=b" },
      b: { value: [], nextLink: "?from=c" },
      c: { value: [], nextLink: "?from=b" },
    },
    4,
  ],
  ["never ends", endless, 50],
  ["goes on elsewhere", { "": { value: [], nextLink: `/v1/instances/other/manage/segments?from=2` } }, 1],
  ["links to nothing new", { "": { value: [], nextLink: SEGMENTS } }, 1],
  ["has a link that is no text", { "": { value: [], nextLink: { href: "?from=2" } } }, 1],
  ["goes on with a page that is not there", { "": { value: [], nextLink: "?from=2" }, "2": 404 }, 2],
  ["goes on with a page of null", { "": { value: [], nextLink: "?from=2" }, "2": { value: null } }, 2],
  ["goes on with an error", { "": { value: [], nextLink: "?from=2" }, "2": { error: { code: "x" } } }, 2],
])("a list that %s is malformed, after a bounded number of calls", async (_, pages, calls) => {
  const { names, urls } = await namesOf(pages);
  expect(names).toBe("malformed");
  expect(urls).toHaveLength(calls);
});

test("a page that cannot be had now fails the list, with its reason", async () => {
  expect((await namesOf({ "": { value: [], nextLink: "?from=2" }, "2": 503 })).names).toBe("unavailable");
});

test("pages of more than 20 MiB together are not read on", async () => {
  const filler = "x".repeat(9 * 1024 * 1024);
  const page = (next: number) => ({ value: [{ ...segment("A"), filler }], nextLink: `?from=${next}` });
  const { names, urls } = await namesOf({ "": page(1), "1": page(2), "2": page(3), "3": [segment("B")] });
  expect(names).toBe("malformed");
  expect(urls).toHaveLength(3);
});

test.each<[string, unknown, number]>([
  ["null", null, 0],
  ["null in its envelope", { value: null }, 0],
  ["items of null", [null, null], 0],
  ["an item without a name", [segment("A"), { state: "Active" }], 1],
])("a list that is %s is read in part", async (_, json, count) => {
  await withSource(pagesOf({ "": json }), async ({ source }) => {
    const got = await source.listSegments(ID, { historyDays: 2 });
    expect(got).toMatchObject({ ok: true, partial: true });
    expect(got.ok && got.value).toHaveLength(count);
  });
});

test("a whole list is none that is read in part", async () => {
  await withSource(pagesOf({ "": { value: [segment("A")] } }), async ({ source }) => {
    expect(await source.listSegments(ID, { historyDays: 2 })).not.toHaveProperty("partial");
  });
});

test("every list is read to its end", async () => {
  const item = { instanceId: ID, dataSourceId: ID, name: "A", jobId: ID, operationType: "all" };
  const pages = { "": { value: [item], nextLink: "?from=2" }, "2": { value: [item] } };
  await withSource(pagesOf(pages), async ({ source }) => {
    const lists = [
      await source.listInstances(),
      await source.listDataSources(ID),
      await source.listJobs(ID, { top: 5 }),
      await source.listNodes(ID),
      await source.listMeasures(ID),
      await source.listEntities(ID),
    ];
    for (const list of lists) expect(list.ok && list.value).toHaveLength(2);
    const jobs = await source.listJobs(ID, { top: 1 });
    expect(jobs.ok && jobs.value).toHaveLength(1);
  });
});
