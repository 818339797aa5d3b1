import { toRowsLink } from "../../shared/source/rows";

const PATH = ["instances", "I1", "data", "Customer"];
const OPTIONS = { $filter: "City eq 'A B&C'", $select: "City", $top: "5" };
const SAME = "$filter=City%20eq%20'A%20B%26C'&%24select=City";

test.each<[string, object]>([
  [
    `http://a/v1/instances/i1/data/customer?${SAME}&$skiptoken=x%2By`,
    { kept: ["$filter", "$select"], rest: "$skiptoken=x%2By" },
  ],
  [`https://elsewhere:9/api/instances/I1/data/Customer?$skiptoken=x`, { kept: [], rest: "$skiptoken=x" }],
  ["/instances/I1/data/Customer?$skiptoken=x", { kept: [], rest: "$skiptoken=x" }],
  ["Customer?$skiptoken=x", { kept: [], rest: "$skiptoken=x" }],
  ["?$skiptoken=x", { kept: [], rest: "$skiptoken=x" }],
  ["?$top=5&$skip=5&$filter=City+eq+'A+B%26C'", { kept: ["$filter"], rest: "$top=5&$skip=5" }],
  ["?$filter=other&$skiptoken=x", { kept: [], rest: "$filter=other&$skiptoken=x" }],
  ["?$skiptoken=x&proxy=true&PROXY=1&subscription-key=secret&%70roxy=true", { kept: [], rest: "$skiptoken=x" }],
  ["?$skiptoken=a b\r\nc", { kept: [], rest: "$skiptoken=a%20bc" }],
])("the link %j is %j", (seen, link) => {
  expect(toRowsLink(seen, { path: PATH, options: OPTIONS })).toEqual(link);
});

test.each([
  "http://a/v1/instances/I2/data/Customer?$skiptoken=x",
  "http://a/v1/instances/I1/data/Other?$skiptoken=x",
  "http://a/v1/instances/I1/manage/segments?$skiptoken=x",
  "http://a/v1/instances/I1/data/Customer/../../manage?$skiptoken=x",
  "../manage/entities?$skiptoken=x",
  "http://a/v1/instances/I1/data/Customer",
  `?${SAME}`,
  "?proxy=true",
  `?$skiptoken=${"x".repeat(2_000)}`,
  "http://[",
  "",
  7,
  {},
  null,
])("a link to other rows, to nothing new, or that is none is unusable: %j", (seen) => {
  expect(toRowsLink(seen, { path: PATH, options: OPTIONS })).toBe("unusable");
});
