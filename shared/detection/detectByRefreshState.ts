import { type DataSource } from "../model/instance";
import { isLater, latest, toInstant } from "../model/instant";
import { type DataSourceState } from "../model/subject";
import { type DetectContext, type Finding } from "./finding";
import { refreshEvent } from "./refreshEvent";
import { type RefreshRun } from "./refreshRun";

/** A refresh is over in these; a `lastRefresh` that moves before belongs to what is still to come of it. */
const OVER = ["updated", "updatefailed", "updatecancelled"];

/**
 * A data source that is refreshed elsewhere: `refreshState` and `lastRefresh` are all there is. A moved `lastRefresh` alone
 * proves no success (A6), and a failure has no time of its own: an episode number tells failures apart.
 */
export function detectByRefreshState(
  previous: DataSourceState,
  dataSource: DataSource,
  { instanceId, now }: DetectContext,
): Finding<DataSourceState> {
  const { refreshState, lastRefreshedAt } = dataSource;
  const outcome = outcomeOf(previous, dataSource);
  const settledAt = latest([previous.settledAt, OVER.includes(refreshState) ? lastRefreshedAt : undefined]);
  const state = {
    ...previous,
    refreshState: refreshState === "" ? previous.refreshState : refreshState,
    ...(settledAt ? { settledAt } : {}),
  };
  if (!outcome) return { state, events: [], unusable: [] };
  const moved = isLater(lastRefreshedAt, previous.settledAt);
  const run: RefreshRun = { ...RUN_OF[outcome], endedAt: moved ? lastRefreshedAt : toInstant(now), jobIds: [] };
  const episode = previous.episode + 1;
  const version = moved ? lastRefreshedAt : `${previous.baselineAt}#${episode}`;
  const event = refreshEvent({ instanceId, dataSource, run, now, version });
  return { state: { ...state, episode }, events: [event], unusable: [] };
}

function outcomeOf(
  previous: DataSourceState,
  { refreshState, lastRefreshedAt }: DataSource,
): RefreshRun["outcome"] | undefined {
  const moved = isLater(lastRefreshedAt, previous.settledAt);
  const changed = refreshState !== previous.refreshState;
  if (refreshState === "updated") return moved || (changed && !lastRefreshedAt) ? "succeeded" : undefined;
  if (refreshState === "updatefailed") return moved || changed ? "failed" : undefined;
  return undefined;
}

const RUN_OF = {
  succeeded: { outcome: "succeeded", timedOut: false, partial: false, hasWarnings: false },
  failed: { outcome: "failed", timedOut: false, partial: false, hasWarnings: false },
} as const;
