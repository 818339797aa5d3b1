import * as fc from "fast-check";
import { READ_ROUTES } from "./routes";

const NASTY = [
  "",
  " ",
  ".",
  "..",
  "../..",
  "//evil.example/x",
  "http://evil.example/",
  "%2e%2e%2f",
  "%00",
  "\0",
  "\r\nx-injected: 1",
  "a\tb",
  "'",
  "''",
  "' or 1 eq 1",
  "1?$filter=x",
  "1&proxy=true",
  "&subscription-key=x",
  "#",
  "%",
  "%zz",
  "\uD800",
  "ünï💩",
  "constructor",
  "__proto__",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e9",
  "99999999999999999999",
  "0x10",
  "true",
  "$metadata",
  "Customer/UnifiedActivity",
  "Customer('1')",
  "x".repeat(5_000),
];

const GOOD: Readonly<Record<string, readonly string[]>> = {
  entity: ["Customer", "customer", "UnifiedActivity", "eCommerce_Contacts", "Customer_Measure", "TotalRevenue", "Nope"],
  itemId: ["x", "CO-00001", "a'b"],
  $top: ["1", "7", "100000"],
  $skip: ["0", "3", "999999999"],
  $filter: [
    "CustomerId eq 'x'",
    "City in ('a','b')",
    "ActivityTime gt 2017-01-01T00:00:00.000Z",
    "IsMemberOfSegment('x')",
  ],
  $select: ["*", "CustomerId", "CustomerId, City"],
  $orderby: ["CustomerId", "City desc", "FullName asc,City"],
  $search: ["Varga", '"two words"'],
  $expand: ["UnifiedActivity", "Customer_Measure,UnifiedActivity"],
  $count: ["true", "false"],
  all: ["true", "false"],
};

const SIGNS = "$&?#/\\%'\"()=,;:+ .aé0";

/** Arrays of characters: strings of all of Unicode take seconds to prepare. */
const aText = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.array(fc.nat({ max: 0x10_ffff }), { maxLength: 40 }).map((codes) => String.fromCodePoint(...codes)),
  fc.array(fc.nat({ max: SIGNS.length - 1 }), { maxLength: 30 }).map((at) => at.map((each) => SIGNS[each]).join("")),
);

const aValue = (name: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...(GOOD[name] ?? ["x"])) }, { weight: 1, arbitrary: aText });

const NAMES = [
  ...Object.keys(GOOD).slice(2),
  "$skiptoken",
  "$TOP",
  "top",
  "$format",
  "$apply",
  "$it",
  "code",
  "proxy",
  "subscription-key",
];
const aParameter = fc.constantFrom(...NAMES).chain((name) => fc.tuple(fc.constant(name), aValue(name)));

/** A path under `/api` of any route of reads, with anything as its parameters. */
export function anyRequest(instanceId: string): fc.Arbitrary<string> {
  const anInstanceId = fc.oneof({ weight: 8, arbitrary: fc.constant(instanceId) }, { weight: 1, arbitrary: aText });
  const values: Readonly<Record<string, fc.Arbitrary<string>>> = { instanceId: anInstanceId };
  // Most parameters are those of the last two, which read items.
  const aRoute = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...READ_ROUTES.slice(0, -2)) },
    { weight: 6, arbitrary: fc.constantFrom(...READ_ROUTES.slice(-2)) },
  );
  const route = aRoute.chain(({ path }) => {
    const parts = path.split("/").map((part) => {
      if (!part.startsWith("{")) return fc.constant(part);
      const name = part.slice(1, -1);
      return (values[name] ?? aValue(name)).map(encode);
    });
    return fc.tuple(...parts).map((each) => each.join("/"));
  });
  return fc.tuple(route, fc.array(aParameter, { maxLength: 5 })).map(([path, query]) => {
    const search = query.map(([name, value]) => `${name}=${encode(value)}`).join("&");
    return search === "" ? path : `${path}?${search}`;
  });
}

/** Escapes a text for an address. Half a character cannot be part of one: it is replaced, as clients do. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
}
