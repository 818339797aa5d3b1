import { type RequestListener } from "node:http";
import { withReceiver } from "./withReceiver";

const SHORT_MS = 150;
/** Time for a loaded machine, yet far from the timeouts of anything else. */
const SOON_MS = 3_000;

const silent: RequestListener = () => undefined;

const dripping =
  (status: number): RequestListener =>
  (_, response) => {
    response.writeHead(status);
    const drip = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(drip));
  };

const headersOnly =
  (status: number): RequestListener =>
  (_, response) => {
    response.writeHead(status).flushHeaders();
  };

test.each([
  ["answers nothing", silent],
  ["refuses, and sends headers and no body", headersOnly(400)],
  ["refuses, and sends its body byte by byte", dripping(400)],
])("a receiver that %s is given up at the deadline", async (_, listener) => {
  await withReceiver(
    listener,
    async ({ post, seen }) => {
      const answer = await post();
      expect(answer).toEqual({ error: "timed-out", durationMs: expect.any(Number) });
      expect(answer.durationMs).toBeGreaterThanOrEqual(SHORT_MS - 5);
      expect(answer.durationMs).toBeLessThan(SOON_MS);
      expect(seen).toHaveLength(1);
    },
    SHORT_MS,
  );
});

test.each([
  ["sends headers and no body", headersOnly(202)],
  ["sends its body byte by byte", dripping(202)],
])("a receiver that accepts and then %s has accepted, and is left at the deadline", async (_, listener) => {
  await withReceiver(
    listener,
    async ({ post }) => {
      const { status, error, durationMs } = await post();
      expect({ status, error }).toEqual({ status: 202 });
      expect(durationMs).toBeLessThan(SOON_MS);
    },
    SHORT_MS,
  );
});

const hangingUnlessHealthy: RequestListener = (request, response) => {
  if (request.headers["x-kind"] === "healthy") response.end();
};

test("receivers that hang do not hold up one that answers", async () => {
  await withReceiver(
    hangingUnlessHealthy,
    async ({ post }) => {
      const hanging = Array.from({ length: 20 }, () => post());
      expect(await post({ headers: { "x-kind": "healthy" } })).toMatchObject({ status: 200 });
      expect((await Promise.all(hanging)).every(({ error }) => error === "timed-out")).toBe(true);
    },
    2 * SHORT_MS,
  );
});

const accepting: RequestListener = (_, response) => {
  response.writeHead(202).end();
};

test("what is left of a deadline may be a fraction of a millisecond", async () => {
  for (const deadlineMs of [4_999.925499, 0.4]) {
    await withReceiver(
      accepting,
      async ({ post }) => {
        const { status, error } = await post();
        expect(status === 202 || error === "timed-out").toBe(true);
      },
      deadlineMs,
    );
  }
});
