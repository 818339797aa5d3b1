/**
 * Redrives in the table DeadLetters: runs that deliver the dead letters of a filter again, a page at a time. A row
 * holds the filter, how far the run has come, and when the sweep looks at it. The run itself is in
 * `delivery/deadLetters`.
 */
import { randomUUID } from "node:crypto";
import { type DeliveryPorts } from "../../delivery/ports";
import { type DeadLetterFilter, POISON_CAUSES, type PoisonFilter, type Redrive } from "../../model/deadLetter";
import { defined } from "../../model/defined";
import { DEATH_CAUSES } from "../../model/delivery";
import { type Instant, toInstant } from "../../model/instant";
import { parseJson } from "../../model/text";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { COUNT, INSTANT, TEXT, TRIGGER, rowGuard, rowSchema } from "../table/rowSchema";
import { listRows, readRow } from "../table/rows";
import { type StoreDeps, type StoredRow, type Table, type Values } from "../table/table";

/** Redrives have one partition: the sweep finds those that are due by one query. No instance has this name. */
export const REDRIVE_PARTITION = "redrives";

type RedriveStore = Pick<DeliveryPorts, "createRedrive" | "loadRedrive" | "listDueRedrives" | "saveRedrive">;

/** The store of redrives. */
export function redriveStore(deadLetters: Table, { report }: Pick<StoreDeps, "report">): RedriveStore {
  return {
    /** Stores a new redrive; its id is random. */
    createRedrive: async (redrive) => {
      const values = fromRedrive(redrive);
      await deadLetters.write(REDRIVE_PARTITION, [{ kind: "insert", row: escapeKey(redrive.redriveId), values }]);
    },

    /** Undefined when there is none. Throws `invalid-row`. */
    loadRedrive: (redriveId) => readRow(deadLetters, REDRIVE_PARTITION, escapeKey(redriveId), toRedrive),

    listDueRedrives: (now) => {
      const options = { where: { property: "dueAt", atMost: toInstant(now) } };
      return listRows(
        { table: deadLetters, partition: REDRIVE_PARTITION, range: EVERY_ROW, options, report },
        toRedrive,
      );
    },

    /**
     * Replaces the version that was read and returns the redrive with its new version; undefined when another host was
     * faster. The random id keeps two hosts that write the same from both having saved it.
     */
    saveRedrive: async (redrive) => {
      const { redriveId, version } = redrive;
      const values = { ...fromRedrive(redrive), saveId: randomUUID() };
      const result = await deadLetters.write(REDRIVE_PARTITION, [
        { kind: "replace", row: escapeKey(redriveId), values, version },
      ]);
      return result.written ? { ...redrive, version: result.versions[0] ?? "" } : undefined;
    },
  };
}

export function fromRedrive({ filter, ...redrive }: Omit<Redrive, "version">): Values {
  const { redriveId, cursor, claims, dueAt, endedAt, redriven, passedOver } = redrive;
  return { redriveId, filter: JSON.stringify(filter), cursor, claims, dueAt, endedAt, redriven, passedOver };
}

interface RedriveRow {
  readonly redriveId: string;
  /** The filter as JSON. */
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
    claims,
    redriven,
    passedOver,
    version,
    ...defined({ cursor, dueAt, endedAt }),
  };
}
