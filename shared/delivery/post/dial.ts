/**
 * The dialer of callbacks: it connects to public addresses alone, so that no subscriber can make this service call a
 * machine of its own network (docs/decisions/0014). The URL itself is checked in `validation/checkCallbackUrl.ts`; the
 * address is checked here, because a name may resolve to another one at each call.
 */
import ipaddr from "ipaddr.js";
import { type LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { type LookupFunction, isIP } from "node:net";
import { callbackify } from "node:util";
import { buildConnector } from "undici";
import { type Reach, reachOf } from "../../validation/checkCallbackUrl";

/**
 * The error when a host name stands for an address that must not be dialled. Nothing was sent. It shows neither of
 * them.
 */
export class AddressRefused extends Error {
  constructor() {
    super("the host has an address that this service must not call");
    this.name = "AddressRefused";
  }
}

/** Resolves a host name to all its addresses. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Creates the dialer of an undici agent, which connects to nothing but addresses that may be dialled; TLS still checks
 * the name. A host that `allowedHosts` names whole is for development, and may be on this machine.
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
    // An IP address is dialled without a lookup, so it is checked here.
    const isRefused = isIP(hostname) > 0 && !(allowed && isDialable(hostname, allowed));
    if (isRefused) callback(new AddressRefused(), null);
    else connect(options, callback);
  };
}

/** The system's own resolver. */
function resolveAddresses(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true });
}

/**
 * Creates the lookup of a connection: the name is resolved once, every address is checked, and exactly the checked ones
 * are passed on to be dialled. One bad address refuses them all, since it is no accident.
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

/** Ranges that a development host may be in. */
const NEARBY: readonly string[] = ["loopback", "private", "uniqueLocal"];

/**
 * True when an IP address may be dialled. Special ranges are refused. IPv6 addresses that embed an IPv4 address
 * (mapped, NAT64, 6to4, Teredo, ISATAP) are refused whatever it is, since no receiver of ours is reached through them.
 */
export function isDialable(address: string, reach: Reach): boolean {
  // The library also reads short, octal and hexadecimal forms, which no resolver gives.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  if (address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (reach === "development" && NEARBY.includes(range)) return true;
  return range === "unicast" && (parsed.kind() === "ipv4" || isGlobalIpv6(parsed));
}

/**
 * The range that is assigned for the internet. The library calls addresses outside of it that embed an IPv4 address
 * unicast.
 */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/**
 * Bytes 8 to 11 of an ISATAP address, whose last four are an IPv4 address (RFC 5214). The second form is for a global
 * one.
 */
const ISATAP: readonly string[] = ["00005efe", "02005efe"];

function isGlobalIpv6(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const middle = Buffer.from(address.toByteArray()).toString("hex", 8, 12);
  return address.match(GLOBAL_IPV6) && !ISATAP.includes(middle);
}
