import { type Commit } from "../../../shared/detection/ports";
import { MAX_EVENTS } from "../../../shared/detection/rules/finding";
import { type DetectedEvent, type GapEvent } from "../../../shared/model/event";
import { type StoredSubject, type SubjectChange } from "../../../shared/model/subject";
import { isBeside } from "./expected";

/** Subjects and events as storage keeps them: conditional by version, states as JSON. */
export class MemoryLedger {
  readonly events: DetectedEvent[] = [];
  readonly gaps: GapEvent[] = [];
  conflicts = 0;
  readonly #rows = new Map<string, { readonly json: string; readonly version: string }>();
  #writes = 0;

  subjects(): readonly StoredSubject[] {
    return [...this.#rows].map(([subjectId, { json, version }]) => ({
      subjectId,
      state: JSON.parse(json) as StoredSubject["state"],
      version,
    }));
  }

  commit({ subjectId, state, version, events, gap }: SubjectChange): Commit {
    if (events.length > MAX_EVENTS) throw new RangeError(`${events.length} events do not fit into one transaction`);
    if (this.#rows.get(subjectId)?.version !== version) {
      this.conflicts += 1;
      return { outcome: "conflict" };
    }
    this.#writes += 1;
    this.#rows.set(subjectId, { json: JSON.stringify(state), version: String(this.#writes) });
    const first = this.events.length + 1;
    this.events.push(...events);
    if (gap) this.gaps.push(gap);
    return { outcome: "committed", events: events.map((event, index) => ({ ...event, sequence: first + index })) };
  }

  /** What was stored, by subject, as the oracle tells it. */
  told(): ReadonlyMap<string, readonly string[]> {
    const told = new Map<string, string[]>();
    for (const event of this.events) {
      const [subject, what] = tell(event);
      const key = isBeside(what) ? "beside" : subject;
      told.set(key, [...(told.get(key) ?? []), what]);
    }
    told.get("beside")?.sort();
    return told;
  }
}

function tell({ trigger, subjectId, fields, occurredAt, crossing }: DetectedEvent): readonly [string, string] {
  if (trigger === "full-refresh-completed") return ["full", `${String(fields["jobId"])} ${String(fields["outcome"])}`];
  if (trigger === "unification-completed") return ["unified", String(fields["jobId"])];
  if (crossing) return [subjectId, `${crossing.previous}→${crossing.current} ${occurredAt}`];
  return ["refreshes", `${trigger.replace("data-source-refresh-", "")} ${occurredAt}`];
}
