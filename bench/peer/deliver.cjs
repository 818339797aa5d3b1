// The same work by BullMQ on Redis: each delivery a job with retries, made by a worker that POSTs with undici.
// node deliver.cjs <Redis port> <receiver URL> <events> <fan-out> <warm-up>, forked: delivers so many of the same
// events first, then says when it starts, on the machine's steady clock; ends on any message.
const { randomUUID } = require("node:crypto");
const { Queue, Worker } = require("bullmq");
const { Agent, request } = require("undici");

const AT_ONCE = 64;
const [port, receiver, events, fanOut, warmUp] = process.argv.slice(2);
const connection = { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null };
const dispatcher = new Agent({ connections: AT_ONCE, keepAliveTimeout: 10_000 });
const queue = new Queue("deliveries", { connection });
const options = { attempts: 12, backoff: { type: "exponential", delay: 5_000 }, removeOnComplete: true };

async function deliver({ data }) {
  const response = await request(data.url, {
    method: "POST",
    headers: { "content-type": "application/json", "webhook-id": data.eventId },
    body: JSON.stringify(data),
    dispatcher,
    signal: AbortSignal.timeout(10_000),
  });
  await response.body.dump();
  if (response.statusCode >= 300) throw new Error(`status ${response.statusCode}`);
}

/** As a poll does: one event after another, each stored with its deliveries. */
async function tell(instance, eventsEach) {
  for (let index = 0; index < eventsEach; index += 1) {
    const eventId = `evt_${randomUUID()}`;
    const jobs = Array.from({ length: Number(fanOut) }, (_, each) => ({
      name: "delivery",
      data: { eventId, trigger: "data-source-refresh-failed", instance, url: `${receiver}/${instance}/${each}` },
      opts: options,
    }));
    if (jobs.length === 1) await queue.add(jobs[0].name, jobs[0].data, options);
    else await queue.addBulk(jobs);
  }
}

const instances = Number(fanOut) === 1 ? 50 : 10;

function tellAll(of) {
  return Promise.all(Array.from({ length: instances }, (_, index) => tell(index, of / instances)));
}

async function main() {
  const worker = new Worker("deliveries", deliver, { connection, concurrency: AT_ONCE });
  await Promise.all([worker.waitUntilReady(), queue.waitUntilReady()]);
  let left = Number(warmUp) * Number(fanOut);
  const warm = new Promise((resolve) => worker.on("completed", () => (left -= 1) || resolve()));
  await tellAll(Number(warmUp));
  await warm;
  worker.removeAllListeners("completed");
  process.send({ type: "ready", port: 0, url: "", details: { startedAt: String(process.hrtime.bigint()) } });
  await tellAll(Number(events));
  process.once("message", async () => {
    await worker.close();
    await queue.close();
    process.exit(0);
  });
}

void main();
