import { subscriptionHash } from "./subscription";

/** The random part of a subscription at the end of a row key, or before the attempt in that of a retry. */
const RANDOM = /(?<=[.:]|retry-|redrive-|^)[\w-]{22}(?=$|-\d{3}(?:-|$))/;

/** A row key or chunk id as it may be shown and logged: a subscription's random part, which makes its id a capability, is hashed. */
export function hideRandom(text: string): string {
  return text.replace(RANDOM, (random) => subscriptionHash({ random }));
}
