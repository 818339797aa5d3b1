import { type Trigger } from "../../shared/model/event";

interface TriggerText {
  /** What follows "When" in the summary and the description. */
  readonly when: string;
  /** How to see it fire. */
  readonly hint: string;
}

export const TRIGGER_TEXTS: Readonly<Record<Trigger, TriggerText>> = {
  "data-source-refresh-failed": {
    when: "a data source refresh fails",
    hint: "refresh a data source whose credentials are wrong, or send a sample with Test a subscription.",
  },
  "data-source-refresh-succeeded": {
    when: "a data source refresh succeeds",
    hint: "refresh a data source in Customer Insights.",
  },
  "segment-threshold-crossed": {
    when: "a segment crosses a threshold",
    hint: "set a threshold next to the size of a segment, change the segment and refresh it.",
  },
  "measure-threshold-crossed": {
    when: "a measure crosses a threshold",
    hint: "set a threshold next to the value of a measure, change the measure and refresh it.",
  },
  "full-refresh-completed": {
    when: "a full refresh completes",
    hint: "choose to include manual refreshes, then refresh all of an instance.",
  },
  "unification-completed": {
    when: "a unification completes",
    hint: "run the unification in Customer Insights.",
  },
};
