import { type Entity } from "../../model/entity";
import { type SourceAnswer } from "../../model/sourceAnswer";

const MOST = 500;
const KEPT_MS = 60_000;

type GetEntity = (instanceId: string, name: string) => Promise<SourceAnswer<Entity>>;

/**
 * Asks for an entity at most once a minute: each page of its items needs to know it, and calls of the source are few. What
 * the source could not tell is asked for again.
 */
export function rememberEntities(getEntity: GetEntity, now: () => Date): GetEntity {
  const known = new Map<string, { readonly answer: Promise<SourceAnswer<Entity>>; readonly until: number }>();
  return async (instanceId, name) => {
    const place = `${instanceId} ${name.toLowerCase()}`;
    const at = now().getTime();
    const kept = known.get(place);
    const isFresh = kept !== undefined && kept.until > at && kept.until <= at + KEPT_MS;
    const entry = isFresh ? kept : { answer: getEntity(instanceId, name), until: at + KEPT_MS };
    known.delete(place); // and back, as the newest
    known.set(place, entry);
    for (const oldest of [...known.keys()].slice(0, -MOST)) known.delete(oldest);
    const answer = await entry.answer;
    if (!answer.ok && known.get(place) === entry) known.delete(place);
    return answer;
  };
}
