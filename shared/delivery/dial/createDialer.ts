import { isIP } from "node:net";
import { buildConnector } from "undici";
import { type Reach, reachOf } from "../../validation/reachOf";
import { AddressRefused } from "./addressRefused";
import { type Resolve, createLookup, resolveAddresses } from "./createLookup";
import { isDialable } from "./isDialable";

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens the connections of an undici agent, only to addresses that may be dialled; TLS still asks for the name. Hosts that
 * `allowedHosts` names whole are for development, and may be on this machine.
 */
export function createDialer(
  allowedHosts: readonly string[],
  resolve: Resolve = resolveAddresses,
): buildConnector.connector {
  const reach = (hostname: string): Reach | undefined =>
    reachOf(isIP(hostname) === 6 ? `[${hostname}]` : hostname, allowedHosts);
  const connect = buildConnector({ lookup: createLookup(resolve, reach), timeout: CONNECT_TIMEOUT_MS });
  return (options, callback) => {
    const { hostname } = options;
    const allowed = reach(hostname);
    // An address is dialled without a lookup.
    const isRefused = isIP(hostname) > 0 && !(allowed && isDialable(hostname, allowed));
    if (isRefused) callback(new AddressRefused(), null);
    else connect(options, callback);
  };
}
