import { CodedError } from "../../model/errors";

/** Where to go on: in which range, and after which row of it; from its beginning when there is none. */
export interface MatchCursor {
  readonly range: number;
  readonly after: string | undefined;
}

const CURSOR = /^(\d):(.*)$/;

export function formatCursor({ range, after = "" }: MatchCursor): string {
  return `${range}:${after}`;
}

/** Throws `invalid-row`: a cursor comes from a pending marker. */
export function parseCursor(cursor: string | undefined): MatchCursor {
  if (cursor === undefined) return { range: 0, after: undefined };
  const match = CURSOR.exec(cursor);
  if (!match)
    throw new CodedError("invalid-row", "the cursor of a pending marker cannot be read", { target: "cursor" });
  const [, range = "", after = ""] = match;
  return { range: Number(range), after: after === "" ? undefined : after };
}
