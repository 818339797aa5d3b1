import { type LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { type Reach } from "../../validation/reachOf";
import { AddressRefused } from "./addressRefused";
import { isDialable } from "./isDialable";

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** By the system's own resolver. */
export function resolveAddresses(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true });
}

/**
 * The lookup of a connection: the name is resolved once, every address is checked, and exactly those that were checked are
 * given on to be dialled. One bad address refuses them all: who owns such a name has something in mind.
 */
export function createLookup(resolve: Resolve, reach: (hostname: string) => Reach | undefined): LookupFunction {
  const check = async (hostname: string): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const allowed = reach(hostname);
    if (!allowed) throw new AddressRefused();
    const [first, ...others] = await resolve(hostname);
    if (!first) throw new Error("the host has no address");
    if (![first, ...others].every(({ address }) => isDialable(address, allowed))) throw new AddressRefused();
    return [first, ...others];
  };
  const checkThen = callbackify(check);
  return (hostname, { all = false }, callback) => {
    checkThen(hostname, (error, addresses) => {
      if (error) callback(error, "");
      else if (all) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}
