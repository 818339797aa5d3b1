import ipaddr from "ipaddr.js";
import { type Reach } from "../../validation/reachOf";

const NEARBY: readonly string[] = ["loopback", "private", "uniqueLocal"];

/** All that is assigned for the internet; what embeds an IPv4 address outside of it is unicast to the library. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/** Bytes 8 to 11 of an ISATAP address, whose last four are an IPv4 address (RFC 5214); the second form is of a global one. */
const ISATAP: readonly string[] = ["00005efe", "02005efe"];

/**
 * Whether an IP address may be dialled. Special ranges are refused, and IPv6 addresses that embed an IPv4 address (mapped,
 * NAT64, 6to4, Teredo, ISATAP) are refused whatever it is: no receiver of ours is reached through them.
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

function isGlobalIpv6(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const middle = Buffer.from(address.toByteArray()).toString("hex", 8, 12);
  return address.match(GLOBAL_IPV6) && !ISATAP.includes(middle);
}
