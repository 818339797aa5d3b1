import * as fc from "fast-check";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isPathPart } from "../../../shared/model/text";
import { type Source } from "../../../shared/source/createSource";
import { answer, withSource } from "../withSource";
import { pathsBehindGateways } from "./decodingGateway";

const GRANTED = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const HOME = `/v1/instances/${GRANTED}/`;

/** Everything that the service sends an id or a name to, each in the granted instance. */
const CALLS: Readonly<Record<string, (source: Source, id: string) => Promise<unknown>>> = {
  getEntity: (source, id) => source.getEntity(GRANTED, id),
  getEntitySize: (source, id) => source.getEntitySize(GRANTED, id),
  listRows: (source, entity) => source.listRows({ instanceId: GRANTED, entity, options: {} }),
  "listRows by key": (source, id) =>
    source.listRows({ instanceId: GRANTED, entity: "Customer", options: { $filter: `Id eq '${id}'` } }),
  "listRows by link": (source, rest) =>
    source.listRows({ instanceId: GRANTED, entity: "Customer", options: {}, link: { kept: [], rest } }),
  listPartitionFiles: (source, id) => source.listPartitionFiles(GRANTED, id),
  getMeasure: (source, id) => source.getMeasure(GRANTED, id, { historyDays: 1 }),
  getJob: (source, id) => source.getJob(GRANTED, id),
  createItem: (source, entity) => source.createItem({ instanceId: GRANTED, entity, item: {} }),
  "updateItem of an entity": (source, entity) =>
    source.updateItem({ instanceId: GRANTED, entity, itemId: "1", item: {} }),
  updateItem: (source, itemId) => source.updateItem({ instanceId: GRANTED, entity: "Customer", itemId, item: {} }),
};

/** Encodes each letter, or only what is no letter, so many times. */
function encode(text: string, times: number, isAll: boolean): string {
  let encoded = text;
  for (let left = times; left > 0; left -= 1) {
    encoded = isAll
      ? [...Buffer.from(encoded)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")
      : encodeURIComponent(encoded).replaceAll(".", "%2e");
  }
  return encoded;
}

const PIECES = ["..", ".", "/", "\\", "%2f", "%5C", "%u002f", "%c0%af", "%e0%80%af", "％", "／", "．", "‥", "２", "℅"];
const LETTERS = ["%", "2", "5", "f", "F", "c", "e", "u00", ";", "?", "#", " ", "\0", "J", "data", "é", "'", "a"];
const anyPiece = fc
  .record({ text: fc.constantFrom(...PIECES, ...LETTERS), times: fc.nat(3), isAll: fc.boolean() })
  .map(({ text, times, isAll }) => encode(text, Math.min(times, isAll ? 2 : 3), isAll));
const anyId = fc.array(anyPiece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(""));
const anyClimb = fc
  .record({ up: fc.integer({ min: 1, max: 6 }), slash: anyPiece, dots: anyPiece, times: fc.nat(3) })
  .map(({ up, slash, dots, times }) => encode(`${dots}${slash}`.repeat(up) + "J/data/Customer/1", times, false));
const KNOWN = [
  "..%2f..%2f..%2fJ%2fdata%2fCustomer%2f1",
  "..%252f..%252f..%252fJ%252fdata%252fCustomer%252f1",
  "..%255c..%255c..%255cJ",
  "../../../J/manage/measures/X",
  "..;/..;/J",
  "%25%32%65%2e",
  "／..／..",
];

test("whatever the id, a call arrives at the granted instance behind any gateway, or is not made", () =>
  withSource(
    (_, response) => answer(response, 404, {}),
    async ({ source, requests }) => {
      const arrive = async (call: string, id: string): Promise<void> => {
        requests.length = 0;
        await CALLS[call]?.(source, id);
        const strays = requests.flatMap(({ url }) => pathsBehindGateways(url)).filter((path) => !path.startsWith(HOME));
        expect({ call, id, strays }).toEqual({ call, id, strays: [] });
      };
      for (const call of Object.keys(CALLS)) for (const id of KNOWN) await arrive(call, id);
      const anyCase = fc.asyncProperty(
        fc.constantFrom(...Object.keys(CALLS)),
        fc.oneof(anyId, anyClimb, fc.string({ unit: "binary" })),
        arrive,
      );
      await fc.assert(anyCase, { numRuns: 1_500 });
    },
  ));

test("an id that climbs is recognised however it is written", () => {
  const isHome = (id: string): boolean =>
    pathsBehindGateways(`${HOME}data/Customer/${encodeURIComponent(id)}`).every((path) =>
      path.startsWith(`${HOME}data/Customer/`),
    );
  const property = fc.property(fc.oneof(anyId, anyClimb), (id) => {
    fc.pre(isPathPart(id));
    expect({ id, isHome: isHome(id) }).toEqual({ id, isHome: true });
  });
  fc.assert(property, { numRuns: 5_000 });
});

test.each([
  "..",
  ".",
  "",
  " ",
  " .. ",
  "..;a",
  "..?",
  "a/b",
  String.raw`a\b`,
  "%2e%2E",
  "%252525252f",
  "%25%32%35%32%66",
  "%%32%66",
  "%u002f",
  "%u%30%302f",
  "%c0%ae%c0%ae",
  "..%c1%9c",
  "a／b",
  "．．",
  "％2f",
  "a%0d%0ab",
  "a\u0000",
  "\ud800",
  "/".repeat(400),
  "x".repeat(401),
  `${"%25".repeat(130)}2f`,
])("%j is no part of a path", (id) => {
  expect(isPathPart(id)).toBe(false);
});

test.each([
  "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "a b",
  "a'b",
  "é 漢字 😀",
  "100%",
  "%",
  "50%25 off",
  "#1",
  "a?b",
  "a;b",
  "...",
  "x..y",
  "-7",
  "x".repeat(400),
])("%j is a part of a path, and arrives as it is", (id) =>
  withSource(
    (_, response) => response.writeHead(204).end(),
    async ({ source, requests }) => {
      await source.updateItem({ instanceId: GRANTED, entity: "Customer", itemId: id, item: {} });
      expect(requests.map(({ url }) => decodeURIComponent(url))).toEqual([`${HOME}data/Customer/${id}`]);
    },
  ),
);

test("no file of the source but one makes paths", () => {
  const folder = join(__dirname, "../../../shared/source");
  const makers = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /encodeURI\w*\(|map\(encodeURI/.test(readFileSync(join(folder, file), "utf8")));
  // `failures.ts` encodes secrets, to find them in answers.
  expect(makers.toSorted()).toEqual(["transport/failures.ts", "transport/jsonRequest.ts"]);
});
