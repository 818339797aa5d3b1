import { hideSecrets } from "../../../shared/source/transport/hideSecrets";

const SECRET = "s3cret/+=é";

test.each<[string, (secret: string) => string]>([
  ["as it is", (secret) => secret],
  ["URL-encoded", encodeURIComponent],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
  ["in base64url", (secret) => Buffer.from(secret).toString("base64url")],
])("a secret that is repeated %s is hidden, each time", (_, spell) => {
  const spelled = spell(SECRET);
  expect(hideSecrets(`bad token ${spelled}, really ${spelled}`, [undefined, "", SECRET])).toBe(
    "bad token ***, really ***",
  );
});

test("nothing else is hidden", () => {
  expect(hideSecrets("as it was", [undefined, "", SECRET])).toBe("as it was");
});
