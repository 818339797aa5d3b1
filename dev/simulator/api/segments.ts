import { type InstanceHandler } from "./call";
import { describeSegment } from "./describeSegment";
import { readCount, readFlag } from "./readFlag";

const DAY_MS = 86_400_000;
const DEFAULT_HISTORY_DAYS = 10;

export const listSegments: InstanceHandler = ({ instance, world, query }) => {
  const since = world.now - readCount(query, "historicStatsDays", DEFAULT_HISTORY_DAYS) * DAY_MS;
  const withHistory = readFlag(query, "includeHistoricStats");
  const segments = instance.segments.slice(0, readCount(query, "numberOfSegments", instance.segments.length));
  return {
    status: 200,
    json: segments.map((segment) => {
      const history = segment.history.filter(({ evaluatedAt }) => (evaluatedAt ?? 0) >= since);
      return describeSegment(instance, segment, withHistory ? history : undefined);
    }),
  };
};
