import { type StateCounts } from "./report";

export function countStates(items: readonly { readonly state: string }[]): StateCounts {
  const states = new Map<string, number>();
  for (const { state } of items) states.set(state, (states.get(state) ?? 0) + 1);
  return { total: items.length, states: Object.fromEntries(states) };
}
