import { type IneligibleReason, type Measure } from "../../model/measure";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type InstanceRequest, type Lookup } from "./lookup";
import { toLookup } from "./toLookup";

export interface ListMeasuresDeps {
  readonly listMeasures: (instanceId: string) => Promise<SourceAnswer<readonly Measure[]>>;
}

export interface MeasuresRequest extends InstanceRequest {
  /** Also those that the measure trigger refuses, and why. */
  readonly all: boolean;
}

export interface MeasureItem {
  /** CI's key, which a subscription takes as `measureName`; renaming changes `displayName` only. */
  readonly name: string;
  readonly displayName: string;
  /** Whether the measure trigger accepts it. */
  readonly isEligible: boolean;
  /** Only when it does not. */
  readonly reason?: IneligibleReason;
}

/** The measures of an instance that a threshold can be set for, or all. */
export async function listMeasures(
  { instanceId, all }: MeasuresRequest,
  deps: ListMeasuresDeps,
): Promise<Lookup<MeasureItem>> {
  const lookup = toLookup(await deps.listMeasures(instanceId), show, ({ displayName }) => displayName);
  if (all || lookup.outcome !== "found") return lookup;
  return { outcome: "found", items: lookup.items.filter(({ isEligible }) => isEligible) };
}

function show({ name, displayName = name, eligibility }: Measure): MeasureItem {
  return {
    name,
    displayName,
    isEligible: eligibility.ok,
    ...(!eligibility.ok && { reason: eligibility.reason }),
  };
}
