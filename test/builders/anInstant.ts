import { type Instant, parseInstant } from "../../shared/model/instant";

/** The instant that `text` spells; fails the test when it spells none. */
export function anInstant(text = "2026-11-20T10:00:00Z"): Instant {
  const instant = parseInstant(text);
  if (!instant) throw new Error(`no instant: ${text}`);
  return instant;
}
