import * as fc from "fast-check";
import { randomBytes } from "node:crypto";
import { type EncryptionKey, createSealer } from "../../shared/access/sealer";
import { codedErrorOf } from "../codedErrorOf";

const OLD: EncryptionKey = { keyId: "2025", key: randomBytes(32) };
const NEW: EncryptionKey = { keyId: "2026", key: randomBytes(32) };

test("every text is opened as it was sealed", () => {
  const { seal, open } = createSealer([NEW]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(open(seal(text))).toBe(text);
    }),
  );
});

test("a sealed text shows nothing of the text, and is never the same twice", () => {
  const { seal } = createSealer([NEW]);
  const text = "https://prod-01.westeurope.logic.azure.com/?sig=canary-signature";
  const [one, other] = [seal(text), seal(text)];
  expect(one).not.toBe(other);
  expect(Buffer.from(one.slice("2026.".length), "base64url").toString("latin1")).not.toContain("canary");
  expect(one).toMatch(/^2026\.[\w-]+$/);
});

test("changing any byte of a sealed text makes it undecryptable", () => {
  const { seal, open } = createSealer([NEW]);
  const sealed = Buffer.from(seal("a callback URL").slice("2026.".length), "base64url");
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(codedErrorOf(() => open(`2026.${changed.toString("base64url")}`)).code).toBe("undecryptable");
  }
});

test("cutting a sealed text anywhere, or going on after it, makes it undecryptable", () => {
  const { seal, open } = createSealer([NEW]);
  const sealed = seal("a callback URL");
  const changed = [
    ...Array.from({ length: sealed.length }, (_, end) => sealed.slice(0, end)),
    `${sealed}.x`,
    `${sealed}AAAA`,
  ];
  for (const text of changed) expect(codedErrorOf(() => open(text)).code).toBe("undecryptable");
});

test("no foreign text is opened, and every refusal is coded", () => {
  const { open } = createSealer([NEW]);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String().map((text) => `2026.${text}`),
      ),
      (text) => {
        expect(codedErrorOf(() => open(text))).toMatchObject({ code: "undecryptable", target: "ENCRYPTION_KEYS" });
      },
    ),
  );
});

test("keys are changed by putting the new one first: old texts open, new ones are sealed with it", () => {
  const before = createSealer([OLD]).seal("old");
  const both = createSealer([NEW, OLD]);
  expect(both.open(before)).toBe("old");
  expect(createSealer([NEW]).open(both.seal("new"))).toBe("new");
});

test("a text sealed with a key that is gone names the key and the setting", () => {
  const sealed = createSealer([OLD]).seal("old");
  expect(codedErrorOf(() => createSealer([NEW]).open(sealed))).toMatchObject({
    code: "undecryptable",
    target: "ENCRYPTION_KEYS",
    message: "no encryption key named '2025'",
  });
});

test("another key of the same name does not open a text", () => {
  const sealed = createSealer([OLD]).seal("old");
  expect(() => createSealer([{ ...OLD, key: NEW.key }]).open(sealed)).toThrow("not sealed by key '2025'");
});

test("no refusal shows the text", () => {
  const sealed = createSealer([OLD]).seal("canary");
  const { message } = codedErrorOf(() => createSealer([{ ...OLD, key: NEW.key }]).open(sealed));
  expect(message).not.toContain(sealed.slice("2025.".length));
});
