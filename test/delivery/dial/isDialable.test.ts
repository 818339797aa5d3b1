import * as fc from "fast-check";
import { isDialable } from "../../../shared/delivery/dial/isDialable";

test.each([
  ["loopback", "127.0.0.1"],
  ["loopback", "127.0.0.53"],
  ["loopback", "127.255.255.254"],
  ["loopback", "::1"],
  ["unspecified, or this network", "0.0.0.0"],
  ["unspecified, or this network", "0.1.2.3"],
  ["unspecified, or this network", "0.255.255.255"],
  ["unspecified, or this network", "::"],
  ["private", "10.0.0.1"],
  ["private", "10.255.255.255"],
  ["private", "172.16.0.1"],
  ["private", "172.31.255.255"],
  ["private", "192.168.0.1"],
  ["private", "192.168.255.255"],
  ["unique or site local", "fc00::1"],
  ["unique or site local", "fd00:ec2::254"],
  ["unique or site local", "fdff::1"],
  ["unique or site local", "fec0::1"],
  ["unique or site local", "feff::1"],
  ["link-local", "169.254.0.1"],
  ["link-local", "169.254.169.254"],
  ["link-local", "169.254.255.255"],
  ["link-local", "fe80::1"],
  ["link-local", "febf::1"],
  ["link-local", "fe80::1%eth0"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["carrier-grade NAT", "100.100.100.200"],
  ["carrier-grade NAT", "100.127.255.255"],
  ["multicast or broadcast", "224.0.0.1"],
  ["multicast or broadcast", "239.255.255.255"],
  ["multicast or broadcast", "255.255.255.255"],
  ["multicast or broadcast", "ff02::1"],
  ["multicast or broadcast", "ff0e::1"],
  ["documentation or benchmark", "192.0.2.1"],
  ["documentation or benchmark", "198.51.100.255"],
  ["documentation or benchmark", "203.0.113.9"],
  ["documentation or benchmark", "198.18.0.1"],
  ["documentation or benchmark", "198.19.255.255"],
  ["documentation or benchmark", "2001:db8::1"],
  ["documentation or benchmark", "3fff::1"],
  ["documentation or benchmark", "2001:2::1"],
  ["reserved", "192.0.0.1"],
  ["reserved", "192.0.0.192"],
  ["reserved", "192.88.99.1"],
  ["reserved", "240.0.0.1"],
  ["reserved", "254.255.255.255"],
  ["reserved", "100::1"],
  ["reserved", "5f00::1"],
  ["reserved", "4000::1"],
  ["reserved", "::2"],
  ["reserved", "1::1"],
  ["reserved", "8000::1"],
  ["reserved", "2001:10::1"],
  ["reserved", "2001:20::1"],
  ["reserved", "2001:30::1"],
  ["mapped IPv4", "::ffff:127.0.0.1"],
  ["mapped IPv4", "::ffff:7f00:1"],
  ["mapped IPv4", "::ffff:10.0.0.1"],
  ["mapped IPv4", "::ffff:8.8.8.8"],
  ["mapped IPv4", "::ffff:0:127.0.0.1"],
  ["IPv4-compatible", "::127.0.0.1"],
  ["IPv4-compatible", "::10.0.0.1"],
  ["IPv4-compatible", "::8.8.8.8"],
  ["NAT64", "64:ff9b::127.0.0.1"],
  ["NAT64", "64:ff9b::a9fe:a9fe"],
  ["NAT64", "64:ff9b::8.8.8.8"],
  ["NAT64", "64:ff9b:1::10.0.0.1"],
  ["6to4", "2002:7f00:1::"],
  ["6to4", "2002:a9fe:a9fe::1"],
  ["6to4", "2002:808:808::1"],
  ["Teredo", "2001::1"],
  ["Teredo", "2001:0:7f00:1::"],
  ["Teredo", "2001:0:4136:e378:8000:63bf:80ff:fffe"],
  ["ISATAP", "2001:4860::5efe:7f00:1"],
  ["ISATAP", "2001:4860::200:5efe:a00:1"],
  ["ISATAP", "2a00::5efe:169.254.169.254"],
  ["no address as resolvers give it", "127.1"],
  ["no address as resolvers give it", "0x7f.1"],
  ["no address as resolvers give it", "0177.0.0.1"],
  ["no address as resolvers give it", "2130706433"],
  ["no address as resolvers give it", "010.0.0.1"],
  ["no address as resolvers give it", "8.8.8"],
  ["no address as resolvers give it", ""],
  ["no address as resolvers give it", "localhost"],
  ["no address as resolvers give it", "8.8.8.8."],
  ["no address as resolvers give it", "[2606:4700::1111]"],
  ["no address as resolvers give it", "2606:4700::1111%eth0"],
])("%s: %s is not dialled", (_, address) => {
  expect(isDialable(address, "public")).toBe(false);
});

test.each([
  "8.8.8.8",
  "1.1.1.1",
  "13.107.42.14",
  "20.36.0.1",
  "52.168.1.1",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.167.255.255",
  "192.169.0.1",
  "169.253.255.255",
  "223.255.255.255",
  "2603:1020::1",
  "2606:4700:4700::1111",
  "2a01:111::1",
  "3ffe::1",
])("%s, which is public, is dialled", (address) => {
  expect(isDialable(address, "public")).toBe(true);
});

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["10.0.0.1", true],
  ["192.168.0.7", true],
  ["fd00::1", true],
  ["8.8.8.8", true],
  ["169.254.169.254", false],
  ["fe80::1", false],
  ["::ffff:127.0.0.1", false],
  ["100.64.0.1", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
])("for development %s: %s", (address, expected) => {
  expect(isDialable(address, "development")).toBe(expected);
});

test("an IPv6 address that ends in any IPv4 address is public only within the internet's own range", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom("::", "::ffff:", "64:ff9b::", "::ffff:0:", "64:ff9b:1::"), (v4, prefix) => {
      expect(isDialable(prefix + v4, "public")).toBe(false);
    }),
  );
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.ipV4Extended(), fc.ipV6()), (text) => {
      expect(typeof isDialable(text, "public")).toBe("boolean");
    }),
  );
});
