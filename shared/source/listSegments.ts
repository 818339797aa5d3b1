import { type Segment } from "../model/segment";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type HistoryOptions, historyQuery } from "./historyQuery";
import { type ReadSource } from "./readSource";
import { toItems } from "./reading/toItems";
import { toSegment } from "./reading/toSegment";

/** Every segment with the samples of its latest evaluation and of the last `historyDays` days. */
export async function listSegments(
  { instanceId, historyDays }: HistoryOptions & { readonly instanceId: string },
  read: ReadSource,
): Promise<SourceAnswer<Segment[]>> {
  return read({
    operation: "listSegments",
    instanceId,
    path: ["instances", instanceId, "manage", "segments"],
    query: historyQuery({ historyDays }),
    toValue: (json, note) => toItems(json, { at: "segments", note, toItem: toSegment }),
  });
}
