import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** Counts the sockets that this process opens as a client while `use` runs: each is an address that was dialled, or about to be. */
export async function openedSockets(use: () => Promise<void>): Promise<number> {
  let opened = 0;
  const count = (): void => {
    opened += 1;
  };
  subscribe("net.client.socket", count);
  try {
    await use();
  } finally {
    unsubscribe("net.client.socket", count);
  }
  return opened;
}
