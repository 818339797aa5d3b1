import { type Trigger } from "../../../shared/model/event";
import { type DataSourceState } from "../../../shared/model/subject";
import { type Action, type Values } from "../../../shared/storage/table/table";
import { type AuditDeps } from "./auditDeliveries";

export interface AuditedEvent {
  readonly eventId: string;
  readonly sequence: number;
  readonly trigger: Trigger;
  readonly instanceId: string;
  readonly resource: string;
  readonly occurredAt: string;
  /** When it was stored. */
  readonly at: number;
}

/** From a data source's baseline until nobody is interested in it any more. */
export interface SubjectLife {
  readonly instanceId: string;
  readonly dataSourceId: string;
  readonly baseline: DataSourceState;
  readonly bornAt: number;
  readonly events: AuditedEvent[];
  endedAt?: number;
}

const SUBJECT = /^subject:data-source\D/;

/** Watches what is remembered and what happened: events come only with their subject, once each, in an unbroken row. */
export function auditState({ now, object }: AuditDeps) {
  const lives: SubjectLife[] = [];
  const events: AuditedEvent[] = [];
  const open = new Map<string, SubjectLife>();

  function onWritten(instanceId: string, actions: readonly Action[]): void {
    const subject = actions.find(({ row }) => SUBJECT.test(row));
    const life = subject && follow(instanceId, subject);
    for (const action of actions)
      if (action.row.startsWith("event:") && "values" in action) store(instanceId, action.values, life);
    // a removal of several subjects at once
    for (const action of actions) if (action !== subject && SUBJECT.test(action.row)) follow(instanceId, action);
  }

  function follow(instanceId: string, action: Action): SubjectLife | undefined {
    const key = `${instanceId}/${action.row}`;
    const life = open.get(key);
    if (action.kind === "remove") {
      if (life) life.endedAt = now();
      open.delete(key);
      return undefined;
    }
    if (life || !("values" in action)) return life;
    const baseline = JSON.parse(String(action.values["state"])) as DataSourceState;
    const dataSourceId = String(action.values["subjectId"]).replace("data-source.", "");
    const born = { instanceId, dataSourceId, baseline, bornAt: now(), events: [] };
    lives.push(born);
    open.set(key, born);
    return born;
  }

  function store(instanceId: string, values: Values, life: SubjectLife | undefined): void {
    const event = { ...values, at: now() } as unknown as AuditedEvent;
    const { eventId, sequence, resource } = event;
    const last = events.findLast((each) => each.instanceId === instanceId)?.sequence ?? 0;
    if (sequence !== last + 1) object(`event ${eventId} has sequence ${sequence} after ${last}`);
    if (events.some((each) => each.eventId === eventId)) object(`event ${eventId} is stored twice`);
    if (life?.dataSourceId !== resource) object(`event ${eventId} is stored without its subject`);
    events.push(event);
    life?.events.push(event);
  }

  return { onWritten, lives, events };
}

export type StateAudit = ReturnType<typeof auditState>;
