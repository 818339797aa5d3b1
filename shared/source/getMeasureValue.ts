import { type MeasureOutput } from "../model/measure";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { toMeasureValues } from "./reading/toMeasureValues";

/** What a measure's own table holds, by column: where the value stands when the metadata never tell it (3.2 T4). */
export async function getMeasureValue(
  { instanceId, name }: { readonly instanceId: string; readonly name: string },
  read: ReadSource,
): Promise<SourceAnswer<MeasureOutput["values"]>> {
  return read({
    operation: "getMeasureValue",
    instanceId,
    path: ["instances", instanceId, "data", name],
    query: { $top: "1" },
    toValue: toMeasureValues,
  });
}
