import { defined } from "../../model/defined";
import { randomUUID } from "node:crypto";
import { type DeadLetterFilter, POISON_CAUSES, type PoisonFilter, type Redrive } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { type Instant, toInstant } from "../../model/instant";
import { EVERY_ROW, escapeKey } from "../table/keys";
import {
  COUNT,
  INSTANT,
  type Report,
  TEXT,
  TRIGGER,
  mapRows,
  parseJson,
  readRow,
  rowGuard,
  rowSchema,
} from "../table/rows";
import { type StoredRow, type Table, type Values } from "../table/table";

/** One partition for all: the sweep finds those that are due by one query. No instance has this name. */
export const REDRIVE_PARTITION = "redrives";

export const loadRedrive =
  (deadLetters: Table) =>
  (redriveId: string): Promise<Redrive | undefined> =>
    readRow(deadLetters, REDRIVE_PARTITION, escapeKey(redriveId), toRedrive);

interface RedriveRow {
  readonly redriveId: string;
  /** JSON. */
  readonly filter: string;
  readonly cursor?: string;
  readonly claims: number;
  readonly dueAt?: Instant;
  readonly endedAt?: Instant;
  readonly redriven: number;
  readonly passedOver: number;
}

const isRedriveRow = rowGuard<RedriveRow>(
  rowSchema(
    { redriveId: TEXT, filter: TEXT, claims: COUNT, redriven: COUNT, passedOver: COUNT },
    { cursor: TEXT, dueAt: INSTANT, endedAt: INSTANT },
  ),
);

const RANGE = { since: INSTANT, until: INSTANT };

const isFilter = rowGuard<DeadLetterFilter>(
  rowSchema(
    { instanceId: TEXT },
    { connection: TEXT, kind: { const: "delivery" }, trigger: TRIGGER, cause: { enum: DEATH_CAUSES }, ...RANGE },
  ),
);

const isPoisonFilter = rowGuard<PoisonFilter>(
  rowSchema({ kind: { const: "poison" } }, { instanceId: TEXT, cause: { enum: POISON_CAUSES }, ...RANGE }),
);

function toRedrive({ values, version }: StoredRow): Redrive | undefined {
  if (!isRedriveRow(values)) return undefined;
  const { redriveId, cursor, claims, dueAt, endedAt, redriven, passedOver } = values;
  const filter = parseJson(values.filter);
  if (!isFilter(filter) && !isPoisonFilter(filter)) return undefined;
  return {
    redriveId,
    filter,
    ...defined({ cursor }),
    claims,
    ...defined({ dueAt, endedAt }),
    redriven,
    passedOver,
    version,
  };
}

export const listDueRedrives =
  (deadLetters: Table, report: Report) =>
  async (now: Date): Promise<readonly Redrive[]> => {
    const where = { property: "dueAt", atMost: toInstant(now) };
    const rows = await deadLetters.list(REDRIVE_PARTITION, EVERY_ROW, { where });
    return mapRows(rows, toRedrive, { table: deadLetters.name, partition: REDRIVE_PARTITION, report });
  };

/** Stores a new redrive; its id is random. */
export const createRedrive =
  (deadLetters: Table) =>
  async (redrive: Omit<Redrive, "version">): Promise<void> => {
    const values = fromRedrive(redrive);
    await deadLetters.write(REDRIVE_PARTITION, [{ kind: "insert", row: escapeKey(redrive.redriveId), values }]);
  };

export function fromRedrive({ filter, ...redrive }: Omit<Redrive, "version">): Values {
  const { redriveId, cursor, claims, dueAt, endedAt, redriven, passedOver } = redrive;
  return { redriveId, filter: JSON.stringify(filter), cursor, claims, dueAt, endedAt, redriven, passedOver };
}

/** Writes by the redrive's version and gives it with its new one; undefined when another host has moved it. */
export const saveRedrive =
  (deadLetters: Table) =>
  async (redrive: Redrive): Promise<Redrive | undefined> => {
    const { redriveId, version } = redrive;
    // The random id keeps two hosts that write the same from both being told that they did.
    const values = { ...fromRedrive(redrive), saveId: randomUUID() };
    const result = await deadLetters.write(REDRIVE_PARTITION, [
      { kind: "replace", row: escapeKey(redriveId), values, version },
    ]);
    return result.written ? { ...redrive, version: result.versions[0] ?? "" } : undefined;
  };
