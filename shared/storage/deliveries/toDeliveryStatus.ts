import { type Answer, DELIVERY_STATES, type DeliveryStatus } from "../../model/delivery";
import { ANSWER_COLUMNS, toLastAnswer } from "../rows/answerColumns";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, rowSchema } from "../rows/rowSchema";
import { KEY_COLUMNS, type KeyRow, OPTIONAL_KEY_COLUMNS, toKey } from "../subscriptions/keyValues";
import { type StoredRow } from "../table/table";

type DeliveryRow = KeyRow &
  Answer &
  Pick<DeliveryStatus, "state" | "connection" | "cause" | "attemptedAt" | "nextAttemptAt"> & {
    readonly attempt: number;
  };

const OPTIONAL = {
  ...OPTIONAL_KEY_COLUMNS,
  ...ANSWER_COLUMNS,
  connection: TEXT,
  cause: TEXT,
  attemptedAt: INSTANT,
  nextAttemptAt: INSTANT,
};
const isDeliveryRow = rowGuard<DeliveryRow>(
  rowSchema({ ...KEY_COLUMNS, state: { enum: DELIVERY_STATES }, attempt: COUNT }, OPTIONAL),
);

export function toDeliveryStatus({ values }: StoredRow): DeliveryStatus | undefined {
  if (!isDeliveryRow(values)) return undefined;
  const { state, attempt, connection, cause, attemptedAt, nextAttemptAt } = values;
  const subscription = toKey(values);
  if (!subscription) return undefined;
  return {
    subscription,
    state,
    attempts: attempt,
    lastAnswer: toLastAnswer(values),
    ...(connection !== undefined && { connection }),
    ...(cause !== undefined && { cause }),
    ...(attemptedAt !== undefined && { attemptedAt }),
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
  };
}
