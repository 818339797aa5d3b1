import { QueryError } from "./queryError";

/** Where the next page starts, and how many rows of the caller's `$top` are left. */
export interface SkipToken {
  readonly skip: number;
  readonly top: number | undefined;
}

export function makeSkipToken({ skip, top }: SkipToken): string {
  return Buffer.from(JSON.stringify([skip, top ?? null])).toString("base64url");
}

export function readSkipToken(token: string): SkipToken {
  try {
    const [skip, top] = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as [unknown, unknown];
    if (Number.isInteger(skip) && (top === null || Number.isInteger(top)))
      return { skip: Number(skip), top: top === null ? undefined : Number(top) };
  } catch {
    // Told below, as for any other token that is not ours.
  }
  throw new QueryError(400, "$skiptoken", "The continuation token is not valid.");
}
