import { type CallbackEntry, type CallbackOwner } from "../model/subscription";
import { type Refusal } from "./checkInterest";

export interface RoomDeps {
  readonly subscriptionsPerConnection: number;
  /** Counts no further than `most`. */
  readonly countByConnection: (connection: string, most: number) => Promise<number>;
  readonly listByCallback: (owner: CallbackOwner) => Promise<readonly CallbackEntry[]>;
}

/**
 * Refuses one more subscription to a connection that has as many as it may have. A flow that subscribes again is let in: its new
 * one takes the place of its old one. Two at once may both take the last place.
 */
export async function checkRoom(owner: CallbackOwner, deps: RoomDeps): Promise<Refusal | undefined> {
  const most = deps.subscriptionsPerConnection;
  if ((await deps.countByConnection(owner.connection, most)) < most) return undefined;
  const own = await deps.listByCallback(owner);
  return own.length > 0 ? undefined : { reason: "too-many", most };
}
