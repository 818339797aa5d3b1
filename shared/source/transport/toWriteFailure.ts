import { type SourceFailure } from "../../model/sourceAnswer";
import { field } from "../reading/field";
import { parseJson } from "./parseJson";
import { type ErrorAnswer, toFailure } from "./toFailure";

const NOT_HERE = [405, 410, 501];

/**
 * As `toFailure`, but for writes, which are a preview (reference 2.3): `not-offered` when there is no such operation. Of a 404, only
 * the gateway's own (`{"statusCode":404}`, reference 2.5) says that; the API's is about the entity or the row.
 */
export function toWriteFailure(
  answer: ErrorAnswer,
  now: Date,
  secrets: readonly (string | undefined)[],
): SourceFailure {
  const failure = toFailure(answer, now, secrets);
  const isGateways = answer.status === 404 && field(parseJson(answer.body), "statusCode") === 404;
  return isGateways || NOT_HERE.includes(answer.status) ? { ...failure, kind: "not-offered" } : failure;
}
