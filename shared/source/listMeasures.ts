import { type Measure } from "../model/measure";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { type Note } from "./reading/createNotes";
import { toItems } from "./reading/toItems";
import { toMeasureReading } from "./reading/toMeasureReading";

/** Every measure. Whether the list tells values is not known (A14): samples may be missing here, `getMeasure` has them. */
export async function listMeasures(instanceId: string, read: ReadSource): Promise<SourceAnswer<Measure[]>> {
  return read({
    operation: "listMeasures",
    instanceId,
    path: ["instances", instanceId, "manage", "measures"],
    toValue: (json, note) => toItems(json, { at: "measures", note, toItem }),
  });
}

function toItem(seen: unknown, at: string, note: Note): Measure | undefined {
  return toMeasureReading(seen, at, note)?.measure;
}
