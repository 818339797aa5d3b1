import { createHash } from "node:crypto";

/** A connection's name in rows and logs, of what makes it the same caller next time: its kind and its lasting names. */
export function hashConnection(kind: "key" | "entra", ...names: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, ...names]))
    .digest("hex")
    .slice(0, 32);
}
