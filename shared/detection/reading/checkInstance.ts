import { type SourceFailure, isHidden } from "../../model/sourceAnswer";
import { type SourceReads } from "./sourceReads";

/**
 * How an instance stands: `paused` in any provisioning state but active, as during an update or a reset; `invisible` when the
 * source does not know it or hides it from us (A18); `unknown` when it could not be asked.
 */
export type Standing =
  | { readonly kind: "active" }
  | { readonly kind: "paused"; readonly provisioningState: string }
  | { readonly kind: "invisible" | "unknown"; readonly failure: SourceFailure };

export async function checkInstance(instanceId: string, source: Pick<SourceReads, "getInstance">): Promise<Standing> {
  const answer = await source.getInstance(instanceId);
  if (!answer.ok) return { kind: isHidden(answer.failure) ? "invisible" : "unknown", failure: answer.failure };
  const { provisioningState = "active" } = answer.value;
  return provisioningState === "active" ? { kind: "active" } : { kind: "paused", provisioningState };
}
