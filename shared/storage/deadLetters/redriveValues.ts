import { type LetterFilter, POISON_CAUSES, type PoisonFilter, type Redrive } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, TRIGGER, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

/** One partition for all: the sweep finds those that are due by one query. No instance has this name. */
export const REDRIVE_PARTITION = "redrives";

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
const isFilter = rowGuard<LetterFilter>(
  rowSchema(
    { instanceId: TEXT },
    { connection: TEXT, kind: { const: "delivery" }, trigger: TRIGGER, cause: { enum: DEATH_CAUSES }, ...RANGE },
  ),
);
const isPoisonFilter = rowGuard<PoisonFilter>(
  rowSchema({ kind: { const: "poison" } }, { instanceId: TEXT, cause: { enum: POISON_CAUSES }, ...RANGE }),
);

export function toRedrive({ values, version }: StoredRow): Redrive | undefined {
  if (!isRedriveRow(values)) return undefined;
  const { redriveId, cursor, claims, dueAt, endedAt, redriven, passedOver } = values;
  const filter = parseJson(values.filter);
  if (!isFilter(filter) && !isPoisonFilter(filter)) return undefined;
  return {
    redriveId,
    filter,
    ...(cursor !== undefined && { cursor }),
    claims,
    ...(dueAt !== undefined && { dueAt }),
    ...(endedAt !== undefined && { endedAt }),
    redriven,
    passedOver,
    version,
  };
}

export function fromRedrive({ filter, ...redrive }: Omit<Redrive, "version">): Values {
  const { redriveId, cursor, claims, dueAt, endedAt, redriven, passedOver } = redrive;
  return { redriveId, filter: JSON.stringify(filter), cursor, claims, dueAt, endedAt, redriven, passedOver };
}
