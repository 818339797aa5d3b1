import {
  type SampledFinding,
  detectAbsence,
  detectSamples,
  fromMeasure,
  fromSegment,
} from "../../../shared/detection/rules/crossings";
import { type Measure } from "../../../shared/model/measure";
import { type Segment } from "../../../shared/model/segment";
import { type SampledState } from "../../../shared/model/subject";
import { INSTANCE_ID } from "../../builders/workflow";

/** What a look saw; `absent` from a complete answer, or from one where absence proves nothing. */
export type Look = Segment | Measure | "absent" | "maybe absent";

const context = { instanceId: INSTANCE_ID, now: new Date("2026-11-20T12:00:00Z") };

/** Looks at one segment or measure, keeping its subject as storage would; gives what each look found. */
export function watchResource(looks: readonly Look[]): readonly SampledFinding[] {
  let state: SampledState | undefined;
  return looks.map((look) => {
    const finding = detectLook(state, look);
    state = JSON.parse(JSON.stringify(finding.state)) as SampledState;
    return finding;
  });
}

function detectLook(state: SampledState | undefined, look: Look): SampledFinding {
  if (typeof look === "string") return detectAbsence("segment", state, look === "absent");
  return detectSamples(state, "eligibility" in look ? fromMeasure(look) : fromSegment(look), context);
}

/** All steps found after the first look, in short: `10→25`. */
export function steps(looks: readonly Look[]): readonly string[] {
  return watchResource(looks).flatMap(({ events }) =>
    events.map(({ crossing }) => `${crossing?.previous}→${crossing?.current}`),
  );
}
