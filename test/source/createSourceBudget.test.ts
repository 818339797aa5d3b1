import { createCallBudget } from "../../shared/source/budget/callBudget";
import { type CallBudget, type CallTurn } from "../../shared/source/budget/callQueue";
import { aClock } from "./budget/aClock";
import { answer, answerPaths, withSource } from "./withSource";

const PATH = "/v1/instances/i1/manage/datasources";

/** A budget that gives every call its turn at once and says which turns were asked for. */
function aLog(): { budget: CallBudget; turns: CallTurn[] } {
  const turns: CallTurn[] = [];
  return {
    turns,
    budget: {
      left: () => undefined,
      call: async (turn, make) => {
        turns.push(turn);
        return make();
      },
    },
  };
}

test("the source's own operations are reads, those for polls are the poller's, and casing makes no other instance", async () => {
  const { budget, turns } = aLog();
  await withSource(
    answerPaths({}),
    async ({ source }) => {
      await source.listInstances();
      await source.getInstance("I1");
      await source.forPolls().getInstance("i1");
    },
    { deps: { budget } },
  );
  expect(turns).toEqual([
    { priority: "read", instanceId: "" },
    { priority: "read", instanceId: "i1" },
    { priority: "poll", instanceId: "i1" },
  ]);
});

test("each path that is tried is a call of its own, and what answered is known to reads and polls alike", async () => {
  const { budget, turns } = aLog();
  await withSource(
    answerPaths({ [`${PATH}/v2`]: [] }),
    async ({ source, requests }) => {
      await source.forPolls().listDataSources("i1");
      await source.listDataSources("i1");
      expect(requests.map(({ url }) => url)).toEqual([PATH, `${PATH}/v2`, `${PATH}/v2`]);
    },
    { deps: { budget } },
  );
  expect(turns.map(({ priority }) => priority)).toEqual(["poll", "poll", "read"]);
});

test("after 429 the source is not called, and that is told and logged as what it is", async () => {
  const budget = createCallBudget(aClock());
  await withSource(
    (_request, response) => answer(response, 429, {}, { "retry-after": "50" }),
    async ({ source, requests, lines }) => {
      expect(await source.listNodes("i1")).toMatchObject({ failure: { kind: "throttled", status: 429 } });
      expect(await source.listNodes("i2")).toEqual({
        ok: false,
        failure: { kind: "throttled", retryAfterSeconds: 50, message: expect.stringContaining("used up or on hold") },
      });
      expect(requests).toHaveLength(1);
      expect(lines).toMatchObject([{ outcome: "throttled" }, { outcome: "throttled", instanceId: "i2" }]);
    },
    { deps: { budget } },
  );
});

test("an instance that is not available delays no other", async () => {
  const budget = createCallBudget(aClock());
  await withSource(
    (request, response) => {
      if (request.url?.includes("i1")) answer(response, 503, {}, { "retry-after": "50" });
      else answer(response, 200, []);
    },
    async ({ source, requests }) => {
      const polls = source.forPolls();
      expect(await polls.listNodes("i1")).toMatchObject({ failure: { kind: "unavailable", retryAfterSeconds: 50 } });
      expect(await polls.listNodes("i1")).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 50 } });
      expect(await polls.listNodes("i2")).toMatchObject({ ok: true });
      expect(requests).toHaveLength(2);
    },
    { deps: { budget } },
  );
});
