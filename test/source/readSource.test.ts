import { type DialectDeps, type DialectOperation, getInDialect } from "../../shared/source/readSource";
import { type JsonAnswer } from "../../shared/source/transport/jsonRequest";

const READ: DialectOperation = {
  operation: "listJobs",
  instanceId: "i1",
  path: ["model"],
  documentedPath: ["documented"],
};
const OK: JsonAnswer = { ok: true, status: 200, json: [] };
const MISSING: JsonAnswer = { ok: false, failure: { kind: "not-found", status: 404, message: "missing" } };
const BUSY: JsonAnswer = { ok: false, failure: { kind: "throttled", status: 429, message: "busy" } };

function aDeps(): DialectDeps & { asked: string[]; answers: Record<string, JsonAnswer> } {
  const asked: string[] = [];
  const answers: Record<string, JsonAnswer> = {};
  const get: DialectDeps["get"] = async ({ path: [name = ""] }) => {
    asked.push(name);
    return answers[name] ?? MISSING;
  };
  return { get, dialects: new Map(), asked, answers };
}

test.each<[string, Record<string, JsonAnswer>, string[], JsonAnswer]>([
  ["the model's path answers", { model: OK }, ["model"], OK],
  ["the model's path fails otherwise", { model: BUSY, documented: OK }, ["model"], BUSY],
  ["only the documented path answers", { documented: OK }, ["model", "documented"], OK],
  ["the documented path fails otherwise", { documented: BUSY }, ["model", "documented"], BUSY],
  ["neither path is there", {}, ["model", "documented"], MISSING],
])("when %s, that is the answer", async (_name, answers, asked, expected) => {
  const deps = aDeps();
  Object.assign(deps.answers, answers);
  expect(await getInDialect(READ, deps)).toEqual(expected);
  expect(deps.asked).toEqual(asked);
});

test("the path that answered is asked first from then on, for that instance and operation", async () => {
  const deps = aDeps();
  deps.answers["documented"] = OK;
  await getInDialect(READ, deps);
  await getInDialect({ ...READ, instanceId: "I1" }, deps);
  await getInDialect({ ...READ, instanceId: "i2" }, deps);
  await getInDialect({ ...READ, operation: "listNodes" }, deps);
  expect(deps.asked).toEqual(["model", "documented", "documented", "model", "documented", "model", "documented"]);
});

test("a source that moves to the other dialect is followed", async () => {
  const deps = aDeps();
  deps.answers["documented"] = OK;
  await getInDialect(READ, deps);
  deps.answers["documented"] = MISSING;
  deps.answers["model"] = OK;
  await getInDialect(READ, deps);
  await getInDialect(READ, deps);
  expect(deps.asked).toEqual(["model", "documented", "documented", "model", "model"]);
});

test("a path that once answered is believed when it says 404, whatever the other one says", async () => {
  const deps = aDeps();
  deps.answers["model"] = OK;
  await getInDialect(READ, deps);
  Object.assign(deps.answers, { model: MISSING, documented: BUSY });
  expect(await getInDialect(READ, deps)).toEqual(MISSING);
});

test("no more than 5,000 dialects are remembered, and the oldest one goes first", async () => {
  const deps = aDeps();
  deps.answers["model"] = OK;
  for (let index = 0; index <= 5000; index += 1) {
    await getInDialect({ ...READ, instanceId: `i${index}` }, deps);
  }
  expect(deps.dialects.size).toBe(5000);
  expect(deps.dialects.has("listJobs i0")).toBe(false);
});
