import * as fc from "fast-check";
import { isInstant } from "../../shared/model/instant";
import { type SourceReads } from "../../shared/model/sourceReads";
import { createSource, sourceReads } from "../../shared/source/createSource";
import { readSource } from "../../shared/source/readSource";
import { toFailure } from "../../shared/source/transport/failures";
import { anyAnswer } from "./anyAnswer";
import { NOW, withSource } from "./withSource";

const IDS = /^(?:jobId|taskId|instanceId|dataSourceId)$/;
const WORDS = /^(?:operationType|status|severity|submissionKind|refreshState|provisioningState|state)$/;
const MAY_BE_EMPTY = /^(?:submissionKind|refreshState|state)$/;
const NUMBERS = /^(?:value|version)$/;

/** What is wrong with a value of the model, wherever in it; empty when nothing is. */
function faults(value: unknown, name = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => faults(each, name === "jobIds" ? "jobId" : name));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => faults(each, key));
  }
  return isGood(name, value) ? [] : [`${name}: ${JSON.stringify(value)}`];
}

function isGood(name: string, value: unknown): boolean {
  if (typeof value === "number") return NUMBERS.test(name) && Number.isFinite(value);
  if (typeof value !== "string") return /^(?:ok|unevaluated)$/.test(name) && typeof value === "boolean";
  if (value === "") return MAY_BE_EMPTY.test(name);
  if (name.endsWith("At")) return isInstant(value);
  return IDS.test(name) || WORDS.test(name) ? value === value.toLowerCase() && value === value.trim() : true;
}

const OPERATIONS: [string, (source: SourceReads) => ReturnType<SourceReads[keyof SourceReads]>][] = [
  ["getInstance", (source) => source.getInstance("i")],
  ["getJob", (source) => source.getJob("i", "j")],
  ["listInstances", (source) => source.listInstances()],
  ["listJobs", (source) => source.listJobs("i", { top: 1 })],
  ["listNodes", (source) => source.listNodes("i")],
  ["listDataSources", (source) => source.listDataSources("i")],
  ["listSegments", (source) => source.listSegments("i", { historyDays: 2 })],
  ["listMeasures", (source) => source.listMeasures("i")],
  ["getMeasure", (source) => source.getMeasure("i", "i", { historyDays: 2 })],
];

test.each(OPERATIONS)("%s makes a valid value or a failure of any JSON", async (_name, call) => {
  await fc.assert(
    fc.asyncProperty(anyAnswer, async (json) => {
      const get = async () => ({ ok: true, status: 200, json }) as const;
      const got = await call(
        sourceReads(async (operation) => readSource(operation, { get, dialects: new Map(), log: () => undefined })),
      );
      expect(got.ok ? faults(got.value) : faults([got.failure.kind, got.failure.message])).toEqual([]);
      for (const { what, seen } of got.ok ? got.unusable : []) {
        expect(what.length).toBeLessThan(60);
        expect(seen.length).toBeLessThanOrEqual(42);
      }
    }),
    { numRuns: 500 },
  );
});

test("any error body makes a failure with a bounded message on one line", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.oneof(
        fc.string({ unit: "binary" }),
        anyAnswer.map((json) => JSON.stringify(json)),
      ),
      fc.option(fc.string(), { nil: undefined }),
      (status, body, retryAfter) => {
        const failure = toFailure({ status, body, retryAfter }, NOW, []);
        expect(failure.message.length).toBeLessThan(270);
        expect(failure.message).not.toMatch(/[\r\n]/);
        expect(failure.retryAfterSeconds ?? 0).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test("no body and no status that a server sends makes the client throw", async () => {
  let next: { status: number; body: string } = { status: 200, body: "" };
  await withSource(
    (_request, response) => response.writeHead(next.status).end(next.body),
    async ({ source }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 200, max: 599 }),
          fc.oneof(
            fc.string({ unit: "binary" }),
            anyAnswer.map((json) => JSON.stringify(json)),
          ),
          async (status, body) => {
            next = { status, body };
            expect(typeof (await source.listNodes("i")).ok).toBe("boolean");
          },
        ),
        { numRuns: 100 },
      );
    },
  );
});

test("no id makes the client throw", async () => {
  const source = createSource(
    { baseUrl: "http://127.0.0.1:1", auth: { kind: "token", token: "t" } },
    { now: () => NOW, log: () => undefined },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (id) => {
      expect((await source.getJob(id, id)).ok).toBe(false);
    }),
    { numRuns: 50 },
  );
  await source.close();
});
