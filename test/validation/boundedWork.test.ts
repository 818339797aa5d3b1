import { readCredentials } from "../../shared/access/identifyCaller";
import { checkOptions } from "../../shared/data/options";
import { readRows } from "../../shared/data/partitions/rows";
import { toKeyFilter } from "../../shared/data/getItem";
import { readErrorCode } from "../../shared/delivery/post/createPost";
import { readItemId } from "../../shared/http/routes/items";
import { parseItemOptions } from "../../shared/http/routes/itemOptions";
import { SUBSCRIBE_BODIES } from "../../shared/http/routes/subscribeBodies";
import { ITEM_OPTIONS } from "../../shared/data/options";
import { parseInstant } from "../../shared/model/instant";
import { parseRetryAfter } from "../../shared/model/retryAfter";
import { isPathPart, parseJson, shorten } from "../../shared/model/text";
import { describeValue, toItems } from "../../shared/source/answer/objectReader";
import { toFlag, toNumber, toText, toTime, toWord } from "../../shared/source/answer/values";
import { parseMeasure } from "../../shared/source/measures";
import { toPartitionFile } from "../../shared/source/partitionFiles";
import { toRowsLink } from "../../shared/source/rows";
import { toSegment } from "../../shared/source/segments";
import { hideSecrets, toErrorTarget, toFailure } from "../../shared/source/transport/failures";
import { toNode, toProblems } from "../../shared/source/workflow";
import { checkCallbackUrl } from "../../shared/validation/checkCallbackUrl";
import { inPieces } from "../data/partitions/aTable";

const NOW = new Date("2026-11-20T10:00:00Z");

/** What functions are slow on if on anything: one thing over and over, and what nearly fits at its end. */
const UNITS = [
  "a",
  "0",
  " ",
  "\t",
  "'",
  '"',
  ",",
  "/",
  "?",
  "&",
  "=a&",
  "%",
  "%25",
  "%2f",
  ".",
  "\\",
  "{",
  "[",
  "é",
  "­",
];
const WORDS = [
  "https://",
  "https://a?",
  "aaaaaaab/",
  "sig=aaaaaaaa&",
  "Bearer a.",
  "\r\n",
  "\u2028",
  "😀",
  "http",
  ":",
];
const SHAPES: readonly ((length: number) => string)[] = [...UNITS, ...WORDS].flatMap((unit) => [
  (length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
  (length: number) => `${unit.repeat(Math.ceil(length / unit.length)).slice(0, length - 1)}\0`,
]);

interface Case {
  readonly name: string;
  /** The longest text that the function is given. */
  readonly limit: number;
  readonly run: (text: string) => unknown;
}

const KIB = 1_024;
const SECRETS = [`${"a".repeat(4 * KIB)}b`, `${"%25".repeat(KIB)}x`, "0".repeat(KIB)];
const note = (): undefined => undefined;
const json = (value: unknown): unknown => parseJson(JSON.stringify(value));
const failure = (body: unknown) => toFailure({ status: 400, body: JSON.stringify(body) }, NOW, SECRETS);
const params = (itemId: string) => readItemId({ params: { itemId } });
const options = (text: string, name: string) =>
  parseItemOptions({ query: new URLSearchParams([[name, text]]) }, ITEM_OPTIONS, []);
const link = (text: string) =>
  toRowsLink(`https://ci/instances/i/data/e?${text}`, {
    path: ["instances", "i", "data", "e"],
    options: { $filter: "a".repeat(100), $select: "b" },
  });

const CASES: readonly Case[] = [
  { name: "a receiver's code", limit: 16 * KIB, run: (text) => readErrorCode(code(text), `https://r/${text}`) },
  { name: "a code of a's", limit: 16 * KIB, run: (text) => readErrorCode(code("a".repeat(16 * KIB)), text) },
  { name: "a URL of a's", limit: 16 * KIB, run: (text) => readErrorCode(code(text), `x/${"a".repeat(16 * KIB)}`) },
  { name: "secrets", limit: 64 * KIB, run: (text) => hideSecrets(text, SECRETS) },
  { name: "a failure's message", limit: 64 * KIB, run: (text) => failure({ error: { code: "A", message: text } }) },
  { name: "a failure's code", limit: 64 * KIB, run: (text) => failure({ errorCode: text }) },
  { name: "a failure's body", limit: 64 * KIB, run: (text) => toFailure({ status: 500, body: text }, NOW, SECRETS) },
  { name: "an error's target", limit: 64 * KIB, run: (text) => toErrorTarget(JSON.stringify({ target: text })) },
  { name: "a Retry-After", limit: 16 * KIB, run: (text) => parseRetryAfter(text, NOW) },
  { name: "a date's Retry-After", limit: 16 * KIB, run: (text) => parseRetryAfter(`Fri, ${text}`, NOW) },
  { name: "a callback URL", limit: 16 * KIB, run: (text) => checkCallbackUrl(`https://${text}`, [".example"]) },
  { name: "a callback's path", limit: 16 * KIB, run: (text) => checkCallbackUrl(`https://a.b/${text}`, [".b"]) },
  { name: "credentials", limit: 16 * KIB, run: (text) => readCredentials({ get: () => `Bearer ${text}` }) },
  { name: "an id", limit: 16 * KIB, run: params },
  { name: "a path part", limit: 400, run: (text) => Array.from({ length: 20 }, () => isPathPart(text)) },
  { name: "a key's filter", limit: 400, run: (text) => toKeyFilter("Id", "Edm.String", text) },
  ...["$select", "$orderby", "$filter", "select", "x"].map((name) => ({
    name: `the option ${name}`,
    limit: 16 * KIB,
    run: (text: string) => options(text, name),
  })),
  { name: "many options", limit: 16 * KIB, run: (text) => options("1", text) },
  {
    name: "a subscribe's fields",
    limit: 32 * KIB,
    run: (text) =>
      SUBSCRIBE_BODIES["measure-threshold-crossed"].check(
        Object.fromEntries(Array.from(text.slice(0, 4 * KIB), (letter, at) => [letter + String(at), letter])),
      ),
  },
  { name: "a measure's name", limit: 64 * KIB, run: (text) => check({ measureName: text, threshold: 1 }) },
  { name: "a link", limit: 64 * KIB, run: link },
  { name: "values", limit: 128 * KIB, run: (text) => [toText, toWord, toNumber, toFlag, toTime].map((to) => to(text)) },
  { name: "an instant", limit: 128 * KIB, run: (text) => parseInstant(`2026-11-20T10:00:00.${text}`) },
  { name: "a value's description", limit: 128 * KIB, run: (text) => [describeValue(text), shorten(text, 1_000)] },
  { name: "a node", limit: 128 * KIB, run: (text) => toNode(holder(text), "node", note) },
  { name: "a segment", limit: 128 * KIB, run: (text) => toSegment(holder(text), "segment", note) },
  { name: "a measure", limit: 128 * KIB, run: (text) => parseMeasure(holder(text), "measure", note) },
  { name: "a file", limit: 64 * KIB, run: (text) => toPartitionFile(holder(text), "file", note) },
  { name: "JSON", limit: 128 * KIB, run: parseJson },
  {
    name: "the rows of a file",
    limit: 16 * KIB,
    run: async (text) => {
      const columns = ["A", "B"].map((name) => ({ name, type: "Edm.Double" }));
      const wanted = { entityType: "profile", columns, offset: 0, row: 0, top: 5_000 };
      await readRows(inPieces(Buffer.from(text), 16 * KIB), wanted);
    },
  },
];

function code(text: string): string {
  return JSON.stringify({ error: { code: text } });
}

function check(body: object): unknown {
  return SUBSCRIBE_BODIES["measure-threshold-crossed"].check({ callbackUrl: "https://a", ...body });
}

/** An answer in which every property that is read is the text. */
function holder(text: string): unknown {
  const names = ["name", "operationType", "taskStatus", "identifier", "friendlyName", "endTimestamp", "jobIds", "uri"];
  return json({
    ...Object.fromEntries(names.map((name) => [name, text])),
    ciErrors: [{ message: text, errorCode: text, resultSeverity: text }],
    evaluationStatus: { jobStatus: text, evaluationDate: text, lastSuccessfulRunId: text, entityCount: text },
    output: { values: { a: text }, evaluationTime: text },
    headers: { a: text },
  });
}

/** The milliseconds of processor time of work that may wait. */
async function timeOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return process.cpuUsage(before).user / 1_000;
}

/** The least of three, since other things of the process take their turn. */
async function leastTimeOf(work: () => unknown): Promise<number> {
  return Math.min(await timeOf(work), await timeOf(work), await timeOf(work));
}

/** Below this, a measurement says more about the machine than about the work. Quadratic work takes hundreds. */
const NOISE_MS = 20;

/** The most that a text may cost, at the function's limit. */
const MOST_MS = 400;

interface Slow {
  readonly text: string;
  readonly half: number;
  readonly whole: number;
}

/** The shapes on which twice the text costs more than three times the work, or too much. */
async function slowShapes({ limit, run }: Case): Promise<Slow[]> {
  const slow: Slow[] = [];
  for (const shape of SHAPES) {
    const text = shape(limit);
    if ((await timeOf(() => run(text))) < NOISE_MS) continue;
    const whole = await leastTimeOf(() => run(text));
    const half = await leastTimeOf(() => run(shape(limit / 2)));
    const isSlow = whole > MOST_MS || whole > 3 * Math.max(half, NOISE_MS / 3);
    if (isSlow) slow.push({ text: text.slice(0, 20), half, whole });
  }
  return slow;
}

test.each(CASES)(
  "$name: twice the text is at most three times the work",
  async (each) => {
    expect(await slowShapes(each)).toEqual([]);
  },
  60_000,
);

test("work that grows with the square of the text would be noticed", async () => {
  const run = (text: string) =>
    Array.from(text).filter((_, at) => text.slice(at).endsWith("\0x")).length + text.search(/a+$/);
  expect(await slowShapes({ name: "", limit: 32 * KIB, run })).not.toEqual([]);
}, 60_000);

test.each([50_000, 100_000])("%i columns of an entity and all names of a question are compared once", async (count) => {
  const attributes = Array.from({ length: count }, (_, at) => ({ name: `column${at}` }));
  const entity = { name: "E", displayName: "E", kind: "", isIngested: false, key: [], attributes };
  const $select = Array.from({ length: 500 }, (_, at) => `n${at}`).join(",");
  expect(await leastTimeOf(() => checkOptions({ $select }, entity))).toBeLessThan(MOST_MS * 2);
});

test("results within results are read once each, to any depth", async () => {
  const nest = (depth: number): unknown => {
    let inner: unknown = { message: "end" };
    for (let left = depth; left > 0; left -= 1) inner = { ciResults: [inner] };
    return { ciErrors: inner };
  };
  const [half, whole] = [nest(20_000), nest(40_000)];
  const halfMs = await leastTimeOf(() => toProblems(half));
  expect(await leastTimeOf(() => toProblems(whole))).toBeLessThan(3 * Math.max(halfMs, NOISE_MS));
  expect(toProblems(whole)).toHaveLength(1);
});

test("a long list is read in one pass", async () => {
  const list = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `n${at}`, state: "odd" }));
  const read = (items: unknown) => toItems(items, { path: "segments", note, toItem: toSegment });
  const [half, whole] = [list(10_000), list(20_000)];
  const halfMs = await leastTimeOf(() => read(half));
  expect(await leastTimeOf(() => read(whole))).toBeLessThan(3 * Math.max(halfMs, NOISE_MS));
});
