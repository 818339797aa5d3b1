import { detect } from "../../shared/detection/rules/detect";
import { type DetectedEvent } from "../../shared/model/event";
import { type DataSource } from "../../shared/model/instance";
import { type Unusable } from "../../shared/model/sourceAnswer";
import { type StoredSubject } from "../../shared/model/subject";
import { type WorkflowJob, type WorkflowNode } from "../../shared/model/workflow";
import { SETTINGS, anInterest, anObserved } from "../builders/observed";
import { aDataSource } from "../builders/workflow";

/** One look: what the source showed, and when we looked (minutes past ten, our clock). */
export interface Look {
  readonly nodes?: readonly WorkflowNode[];
  readonly jobs?: readonly WorkflowJob[];
  readonly dataSource?: Partial<DataSource>;
  readonly minute?: number;
}

export interface Watched {
  readonly events: readonly DetectedEvent[];
  readonly unusable: readonly Unusable[];
  readonly busy: boolean;
  readonly subject: StoredSubject | undefined;
}

/** Polls one data source once per look, keeping its subject as storage would; gives what the last look found. */
export function watchDataSource(looks: readonly Look[], holdSeconds = 1_800): Watched {
  let subject: StoredSubject | undefined;
  let last: Omit<Watched, "subject"> = { events: [], unusable: [], busy: false };
  for (const { nodes = [], jobs = [], dataSource = {}, minute = 0 } of looks) {
    const { changes, unusable, busy } = detect({
      subjects: subject ? [subject] : [],
      observed: anObserved({ nodes, jobs: { listed: jobs }, dataSources: [aDataSource(dataSource)] }),
      interest: anInterest({ triggers: ["data-source-refresh-failed"] }),
      now: new Date(Date.UTC(2026, 10, 20, 10, minute)),
      settings: { ...SETTINGS, holdSeconds },
    });
    for (const { subjectId, state } of changes) subject = { subjectId, state, version: String(minute) };
    last = { events: changes.flatMap(({ events }) => events), unusable, busy };
  }
  return { ...last, subject };
}

/** What the last look found, in short: `failed 3` for a failure that ended three minutes past ten. */
export function found(looks: readonly Look[], holdSeconds?: number): readonly string[] {
  return watchDataSource(looks, holdSeconds).events.map(({ trigger, occurredAt }) => {
    const minutes = (Date.parse(occurredAt) - Date.UTC(2026, 10, 20, 10)) / 60_000;
    return `${trigger.replace("data-source-refresh-", "")} ${minutes}`;
  });
}
