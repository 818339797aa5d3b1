import { randomBytes } from "node:crypto";
import { findSecrets } from "./findSecrets";

const SECRET = `canary/+=${randomBytes(12).toString("base64")}&sig`;
const around = (bytes: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from("Bearer x"), Buffer.from(bytes), Buffer.from("tail")]);

test.each<[string, (secret: string) => string]>([
  ["as it is", (secret) => `x ${secret} y`],
  ["in JSON", (secret) => JSON.stringify({ secret: `"${secret}"` })],
  ["URL-encoded", (secret) => `?x=${encodeURIComponent(secret)}`],
  ["in hexadecimal", (secret) => around(secret).toString("hex")],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
  ...[0, 1, 2, 3].map((lead): [string, (secret: string) => string] => [
    `in base64 after ${lead} others`,
    (secret) => Buffer.from(`${"x".repeat(lead)}${secret}more`).toString("base64url"),
  ]),
])("a secret that stands there %s is found, and not shown", (_, write) => {
  const found = findSecrets([{ where: "token", secret: SECRET }], [{ where: "log", text: write(SECRET) }]);
  expect(found).toEqual(["token in log"]);
});

test("where there is none none is found", () => {
  const text = randomBytes(10_000).toString("base64");
  expect(findSecrets([{ where: "key", secret: randomBytes(32) }], [{ where: "log", text }])).toEqual([]);
});
