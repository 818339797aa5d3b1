import { type HttpRequest } from "@azure/functions";
import { type FieldProblem } from "../../validation/guard";

const DEFAULT_TOP = 100;
const MOST_TOP = 1_000;

/** The part of a list that is asked for. */
export interface Paging {
  readonly top: number;
  readonly cursor?: string;
}

/** `$top`, and the `$skiptoken` of a link that we gave; adds what is wrong with them to `problems`. */
export function parsePaging(
  { query }: Pick<HttpRequest, "query">,
  isCursor: (text: string) => boolean,
  problems: FieldProblem[],
): Paging {
  const asked = query.get("$top") ?? String(DEFAULT_TOP);
  const top = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (top < 1 || top > MOST_TOP) {
    problems.push({ target: "$top", message: `must be a whole number from 1 to ${MOST_TOP}` });
  }
  const cursor = query.get("$skiptoken");
  if (cursor === null) return { top };
  if (!isCursor(cursor)) problems.push(foreignCursor());
  return { top, cursor };
}

export function foreignCursor(): FieldProblem {
  return { target: "$skiptoken", message: "is none that this list gave: follow @odata.nextLink as it is" };
}
