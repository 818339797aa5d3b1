import { type Segment } from "../../model/segment";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type InstanceRequest, type Lookup } from "./lookup";
import { toLookup } from "./toLookup";

/** Of the shortest history that CI gives: no value is shown. */
const NO_HISTORY = { historyDays: 1 };

export interface ListSegmentsDeps {
  readonly listSegments: (
    instanceId: string,
    options: { readonly historyDays: number },
  ) => Promise<SourceAnswer<readonly Segment[]>>;
}

export interface SegmentItem {
  /** CI's key, which a subscription takes as `segmentName`; renaming changes `displayName` only. */
  readonly name: string;
  readonly displayName: string;
  readonly state?: string;
}

/** The segments of an instance. */
export async function listSegments(
  { instanceId }: InstanceRequest,
  deps: ListSegmentsDeps,
): Promise<Lookup<SegmentItem>> {
  const answer = await deps.listSegments(instanceId, NO_HISTORY);
  return toLookup(answer, show, ({ displayName }) => displayName);
}

function show({ name, friendlyName = name, state }: Segment): SegmentItem {
  return { name, displayName: friendlyName, ...(state && { state }) };
}
