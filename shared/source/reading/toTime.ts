import { type Instant, parseInstant } from "../../model/instant";

/** .NET's last moment, which stands for "not yet" as its first does: taken for a time, nothing would ever be newer than it. */
const FOREVER = /^9999-/;

/** Undefined when it is none. */
export function toTime(seen: unknown): Instant | undefined {
  const instant = parseInstant(seen);
  return instant && !FOREVER.test(instant) ? instant : undefined;
}
