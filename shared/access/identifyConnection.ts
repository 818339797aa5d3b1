import { createHash } from "node:crypto";

interface CallerRequest {
  readonly headers: { get(name: string): string | null };
  readonly query: { get(name: string): string | null };
}

/**
 * Who calls, as a hash that may be stored: the function key that the host has checked, or nobody in particular where the
 * host asks for none (local runs). The header comes first, as it does for the host (reference/functions-host.md 3.1).
 */
export function identifyConnection({ headers, query }: CallerRequest): string {
  const key = headers.get("x-functions-key") ?? query.get("code") ?? "";
  return key === "" ? "anonymous" : createHash("sha256").update(key).digest("hex").slice(0, 32);
}
