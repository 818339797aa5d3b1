import { type InstanceHandler } from "./call";
import { describeMeasure } from "./describeMeasure";
import { readCount, readFlag } from "./readFlag";

const DAY_MS = 86_400_000;
const DEFAULT_HISTORY_DAYS = 30;

/** Histories, and in some scenes the output too, are told by the single measure alone. */
export const listMeasures: InstanceHandler = ({ instance, world }) => ({
  status: 200,
  json: instance.measures.map((measure) =>
    describeMeasure(instance, measure, { withOutput: world.scene.measureListHasOutput, historySince: undefined }),
  ),
});

export const getMeasure: InstanceHandler = ({ instance, world, parameters, query, refuse }) => {
  const wanted = parameters["measureName"];
  const measure = instance.measures.find(({ name }) => name === wanted);
  if (!measure)
    return refuse({ status: 404, code: "MeasureNotFound", message: `The measure ${wanted} was not found.` });
  const since = world.now - readCount(query, "historicStatsDays", DEFAULT_HISTORY_DAYS) * DAY_MS;
  const historySince = readFlag(query, "includeHistoricStats") ? since : undefined;
  return { status: 200, json: describeMeasure(instance, measure, { withOutput: true, historySince }) };
};
