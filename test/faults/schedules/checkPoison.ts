import { type World } from "./world";

/** What the host gave up is stored once each, and all that was there when a redrive began is queued again. */
export function checkPoison({ poison, poisoned }: World): readonly string[] {
  const stored = new Set(poison.all().map(({ messageId }) => messageId));
  const givenUp = new Set(poisoned().map(({ messageId }) => messageId));
  const lastRedrive = Math.max(...poison.redrives().map(({ at }) => at));
  const left = poison.all().filter(({ at, isRedriven }) => at < lastRedrive && !isRedriven);
  return [
    ...[...givenUp].filter((id) => !stored.has(id)).map((id) => `${id} was given up, and nothing is stored`),
    ...[...stored].filter((id) => !givenUp.has(id)).map((id) => `${id} is stored, but was not given up`),
    ...left.map(({ messageId, queue }) => `poison ${messageId} of ${queue} was there, and was not redriven`),
    ...poison.redrives().flatMap(({ isDone }) => (isDone ? [] : ["a redrive did not end"])),
  ];
}
