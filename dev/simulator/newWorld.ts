/** A new world: two example companies, and a past that the workflow itself has lived through. */
import { chooseItems } from "./workflow/items";
import { submitJob } from "./workflow/jobSubmission";
import { settle } from "./workflow/progress";
import { type Clock } from "./world/clock";
import { createInstance } from "./world/instance";
import { type JobRequest, type Outcome } from "./world/jobs";
import { type Instance, type World } from "./world/model";
import { createRandom, makeId } from "./world/random";
import { DEFAULT_SCENE, type Scene } from "./world/scene";

const YEAR_MS = 365 * 86_400_000;

interface Beginning {
  readonly seed: number;
  readonly clock: Clock;
  readonly scene?: Scene;
  /** The end of the past, at the latest and by default now. */
  readonly beganAt?: number | undefined;
}

/** Two example companies with a past. The same seed and beginning make the same ids, times and values. */
export function createWorld({ seed, clock, scene = DEFAULT_SCENE, ...rest }: Beginning): World {
  const now = clock.now();
  const { beganAt = now } = rest;
  const createdAt = beganAt - YEAR_MS;
  const world: World = {
    seed,
    clock,
    beganAt,
    now: createdAt,
    scene,
    instances: [
      createInstance({ seed, company: "retail", createdAt }),
      createInstance({ seed, company: "wholesale", createdAt }),
    ],
    faults: [],
    calls: new Map(),
    agenda: [],
    made: 0,
  };
  recordHistory(world, beganAt);
  // A world made again must not give its new jobs the ids of those it ran, and forgot, before.
  world.made += now - beganAt;
  return world;
}

const DAY_MS = 86_400_000;

const HOUR_MS = 3_600_000;

const DAY_OF_MANUAL_REFRESH = 3;

/** The number of days for which the company has refreshed before anyone looks. */
const HISTORY_DAYS = 12;

/**
 * Lives through the days before `startAt` with the same workflow that runs afterwards: a scheduled full refresh each
 * night (one with a failed source, one with warnings) and a source refreshed by hand. Values drift up to today's.
 */
function recordHistory(world: World, startAt: number): void {
  const today = world.instances.map(currentValues);
  for (let day = HISTORY_DAYS; day >= 1; day -= 1) {
    settle(world, startAt - day * DAY_MS + HOUR_MS);
    for (const [index, instance] of world.instances.entries()) {
      drift(instance, day, today[index] ?? new Map());
      submit(world, instance, { operationType: "all", outcomes: outcomesOf(instance, day) });
    }
    settle(world, world.now + 3 * HOUR_MS);
    if (day === DAY_OF_MANUAL_REFRESH) for (const instance of world.instances) refreshFirstSource(world, instance);
  }
  settle(world, startAt);
  for (const instance of world.instances) recordElsewhere(world, instance);
}

function currentValues(instance: Instance): ReadonlyMap<string, number> {
  return new Map([
    ...instance.segments.map(({ name, nextCount }) => [name, nextCount] as const),
    ...instance.measures.map(({ name, nextValue }) => [name, Number(nextValue)] as const),
  ]);
}

/** Values of some days ago: up to some percent away from today's, and exactly today's on the last day. */
function drift(instance: Instance, day: number, today: ReadonlyMap<string, number>): void {
  const valueOf = (name: string): number => {
    const sway = createRandom(instance.instanceId, name, day).next() * 0.02 - 0.01;
    return (today.get(name) ?? 0) * (day === 1 ? 1 : 1 - day / 200 + sway);
  };
  for (const segment of instance.segments) segment.nextCount = Math.round(valueOf(segment.name));
  for (const measure of instance.measures) {
    const decimals = measure.nextValue.split(".")[1]?.length ?? 0;
    if (Number.isFinite(valueOf(measure.name)) && measure.nextValue !== "")
      measure.nextValue = valueOf(measure.name).toFixed(decimals);
  }
}

const FULL_REFRESH_SECONDS = 2_900;

function submit(world: World, instance: Instance, part: Partial<JobRequest> & Pick<JobRequest, "operationType">): void {
  const request: JobRequest = {
    identifiers: [],
    jobType: "incremental",
    submissionKind: "scheduled",
    forced: false,
    runDownstreamAfterMerge: undefined,
    seconds: FULL_REFRESH_SECONDS,
    outcomes: new Map(),
    ...part,
  };
  const choice = chooseItems(instance, world.scene, request);
  if ("items" in choice) submitJob(world, instance, request, choice.items);
}

const DAY_OF_FAILURE = 5;

const DAY_OF_WARNING = 2;

function outcomesOf(instance: Instance, day: number): ReadonlyMap<string, Outcome> {
  const name = instance.sources[1]?.name.toLowerCase() ?? "";
  if (day === DAY_OF_FAILURE) return new Map([[name, "fail"]]);
  return new Map(day === DAY_OF_WARNING ? [[name, "warn"]] : []);
}

function refreshFirstSource(world: World, instance: Instance): void {
  const identifiers = instance.sources.slice(0, 1).map(({ dataSourceId }) => dataSourceId);
  submit(world, instance, { operationType: "ingestion", identifiers, submissionKind: "onDemand", seconds: 300 });
}

/**
 * Adds facts that the workflow does not make: sources refreshed elsewhere, and segments that were switched off long
 * ago.
 */
function recordElsewhere(world: World, instance: Instance): void {
  for (const source of instance.sources)
    if (!source.hasNode && source.isActive)
      Object.assign(source, { refreshState: "updated", lastRefresh: world.now - 2 * HOUR_MS });
  for (const segment of instance.segments)
    if (!segment.isActive)
      segment.evaluation = {
        jobStatus: "NotQualified",
        evaluatedAt: world.now - 40 * DAY_MS,
        count: segment.nextCount,
        runId: makeId(instance.instanceId, segment.name, "run"),
        error: undefined,
      };
}
