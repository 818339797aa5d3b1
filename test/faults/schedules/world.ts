import { type CallbackRequest } from "../../../shared/delivery/buildCallback";
import { purge } from "../../../shared/delivery/purge/purge";
import { sweep } from "../../../shared/delivery/sweep";
import { schedulePolls } from "../../../shared/detection/watches";
import { type ReceiverAnswer } from "../../../shared/model/delivery";
import { type Chance } from "./chance";
import { type FakeQueues, fakeQueues, nameOf } from "./fakeQueues";
import { replyOf } from "./fakeReceivers";
import { type ClientDeps, type FlowLog, playFlow } from "./flowClient";
import { handleMessage } from "./handleMessage";
import { type Run } from "./host";
import { type Hosts, createHosts } from "./hosts";
import { createSimulation } from "./simulation";
import { playOperator } from "./playOperator";
import { createSteps } from "./steps";
import { type StoredWorld, storedWorld } from "./storedWorld";
import { type Story } from "./story";
import { createTimers } from "./timers";
import { CALM, type Weather } from "./weather";
import { type Outside, type WorldDeps, worldDeps } from "./worldDeps";

export interface WorldInput {
  readonly story: Story;
  readonly weather: Weather;
  readonly chance: Chance;
  /** The chance of poison alone, so that it changes nothing else. */
  readonly fate: Chance;
  /** Given the world's time and what is said; absent: nobody listens, and nothing is put into words. */
  readonly listen?: ((now: number, text: string) => void) | undefined;
}

export interface World extends Omit<StoredWorld, "tables"> {
  /** Until nothing is left to do, something is found that must not be, or it has gone on for too long. */
  readonly live: () => Promise<void>;
  readonly story: Story;
  readonly problems: string[];
  readonly flows: readonly FlowLog[];
  /** All that the host gave up. */
  readonly poisoned: FakeQueues["poisoned"];
  /** Keys of the rows that are there now. */
  readonly rows: (table: "instanceState" | "deliveries", partition: string) => readonly string[];
  /** The delivery of each dead letter. */
  readonly letters: () => readonly { readonly eventId: unknown; readonly random: unknown }[];
  readonly counts: () => { readonly steps: number; readonly kills: number; readonly days: number };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** Long enough for the locks of messages, the longest wait after failures of the source, and some polls. */
const CALM_MS = 25 * MINUTE;
/** After that nothing new can be seen, and polls may be rare. */
const RARE_POLLS_MS = DAY / 2;
const LONGEST_MS = 20 * DAY;

/** The whole app on tables and queues in memory, its clock, its hosts, and everybody outside. */
export function createWorld({ story, weather, chance, fate, listen }: WorldInput): World {
  const sim = createSimulation(story.start, chance.next);
  const problems: string[] = [];
  let steps = 0;
  let current = weather;
  const say = listen ? (text: () => string): void => listen(sim.now(), text()) : (): void => undefined;
  const object = (problem: string): void => {
    say(() => `PROBLEM ${problem}`);
    problems.push(problem);
  };
  const now = (): number => sim.now();
  const isCalm = (): boolean => sim.now() > story.faultsEndAt + CALM_MS;

  const calls = createSteps({ sim, chance, weather: () => current, kill: ({ host }) => hosts.kill(host), say });
  const stored = storedWorld({
    now,
    actor: calls.actor,
    object,
    onChanged: () => timers.changed(),
    onPoison: () => operator.onPoison(),
  });
  const { tables, deliveries, state, subscriptions, poison } = stored;

  function post(run: Run, request: CallbackRequest, deadlineMs: number): Promise<ReceiverAnswer> {
    run.hasPosted = true;
    const eventId = request.headers["webhook-id"] ?? "";
    const [url = "", random = ""] = request.url.split("#");
    const made = deliveries.onPost(run, { eventId, random, deadlineMs });
    const answer = replyOf(url, story.flows, { chance, calm: current !== weather, deadlineMs });
    const call = { name: `POST ${eventId} to ${request.url}`, kind: "post", latencyMs: answer.durationMs } as const;
    return calls.take(run, call, () => {
      if (made) Object.assign(made, { answer, endedAt: now() });
      say(() => `  answer: ${JSON.stringify(answer)}`);
      return answer;
    });
  }

  const faults = { steps: calls, chance, weather: () => current, say };
  const queues: FakeQueues = fakeQueues({
    ...faults,
    sim,
    fate,
    handle: (message, onEnd) =>
      hosts.run(nameOf(message), (deps) => handleMessage(message, deps, { fate, weather: () => current }), onEnd),
  });
  const outside: Outside = { ...faults, story, now, tables, queues, post };
  const hosts: Hosts = createHosts({
    sim,
    chance,
    say,
    object,
    depsOf: (run) => worldDeps(run, outside),
    onKilled: (host) => queues.release(host),
  });

  const onTimer = (name: string, work: (deps: WorldDeps) => Promise<void>) => (): void => {
    const times = chance.hit(current.twoTimers) ? 2 : 1;
    for (let time = 0; time < times; time += 1) hosts.run(name, work, () => undefined);
  };
  const pendingDue = (): number =>
    soonest(
      [
        ...story.instances.flatMap(({ instanceId }) => [...tables.instanceState.rowsOf(instanceId).values()]),
        ...tables.deadLetters.rowsOf("redrives").values(),
      ],
      "dueAt",
    );
  const timers = createTimers(sim, [
    { fire: onTimer("sweep", sweep), period: () => 15 * SECOND, dueAt: pendingDue },
    {
      fire: onTimer("schedulePolls", schedulePolls),
      period: () => (isCalm() ? RARE_POLLS_MS : 5 * SECOND),
      dueAt: () => soonest([...tables.watches.rowsOf("watch").values()], "nextPollAt"),
    },
    {
      fire: onTimer("purge", purge),
      period: () => 60 * MINUTE,
      // Nothing here grows so old that it is purged.
      dueAt: () => (subscriptions.doubled().size > 0 ? sim.now() : Infinity),
    },
  ]);

  const request: ClientDeps["request"] = (name, work, onEnd) => hosts.run(name, work, onEnd) !== undefined;
  const operator = playOperator({ sim, request }, fate);
  const flows = story.flows.map((plan) => playFlow(plan, { sim, chance, request }));
  for (let host = 0; host < weather.hosts; host += 1) hosts.start();
  sim.at(story.faultsEndAt, () => {
    say(() => "calm");
    current = { ...CALM, hosts: weather.hosts };
  });

  const isIdle = (): boolean => hosts.running() === 0 && operator.isIdle() && subscriptions.doubled().size === 0;
  const isOver = (): boolean =>
    (isCalm() && queues.waiting() === 0 && isIdle() && pendingDue() === Infinity) ||
    (sim.nextAt() === Infinity && timers.nextAt() === Infinity);

  return {
    story,
    problems,
    flows,
    deliveries,
    state,
    subscriptions,
    poison,
    poisoned: queues.poisoned,
    rows: (table, partition) => [...tables[table].rowsOf(partition).keys()],
    letters: () =>
      story.instances.flatMap(({ instanceId }) =>
        [...tables.deadLetters.rowsOf(instanceId).values()].map(({ values }) => ({
          eventId: values["eventId"],
          random: values["random"],
        })),
      ),
    counts: () => ({ steps, kills: hosts.kills(), days: (sim.now() - story.start) / DAY }),
    live: async () => {
      while (problems.length === 0 && !isOver()) {
        if (sim.now() > story.start + LONGEST_MS) return object("there is still something to do");
        steps += 1;
        await sim.moveOn(timers.nextAt(), timers.fire);
      }
    },
  };
}

/** The times of the rows that have one. */
function soonest(rows: readonly { readonly values: Readonly<Record<string, unknown>> }[], property: string): number {
  const times = rows.flatMap(({ row, values }: { row?: string; values: Readonly<Record<string, unknown>> }) => {
    const value = row?.startsWith("event:") ? undefined : values[property];
    return typeof value === "string" ? [Date.parse(value)] : [];
  });
  return Math.min(...times);
}
