import { toText } from "./toText";

/** An enum value in the one spelling we compare: lower case, without separators (`TimedOut`, `timed_out` → `timedout`). */
export function toWord(value: unknown): string | undefined {
  return (
    toText(value)
      ?.toLowerCase()
      .replaceAll(/[\s_-]/g, "") || undefined
  );
}
