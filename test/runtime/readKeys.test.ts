import { randomBytes } from "node:crypto";
import { createSealer } from "../../shared/access/createSealer";
import { readConfig } from "../../shared/runtime/readConfig";
import { DEPLOYED, EMULATOR } from "./someSettings";

function aSecret(bytes: number): string {
  return randomBytes(bytes).toString("base64");
}

test("encryption keys are read in order: the first seals, all open", () => {
  const [old, fresh] = [aSecret(32), aSecret(32)];
  const { encryptionKeys } = readConfig({ ...DEPLOYED, ENCRYPTION_KEYS: ` new:${fresh} , old:${old} ` });
  expect(encryptionKeys.map(({ keyId, key }) => [keyId, key.toString("base64")])).toEqual([
    ["new", fresh],
    ["old", old],
  ]);
  const before = createSealer(readConfig({ ...DEPLOYED, ENCRYPTION_KEYS: `old:${old}` }).encryptionKeys).seal("text");
  expect(createSealer(encryptionKeys).open(before)).toBe("text");
});

test("on the emulator a key that is set is taken", () => {
  expect(readConfig({ ...EMULATOR, ENCRYPTION_KEYS: `mine:${aSecret(32)}` }).encryptionKeys).toMatchObject([
    { keyId: "mine" },
  ]);
});

test("the emulator's key is the same in every process, so that a restart opens what was sealed", () => {
  const sealed = createSealer(readConfig(EMULATOR).encryptionKeys).seal("text");
  expect(createSealer(readConfig(EMULATOR).encryptionKeys).open(sealed)).toBe("text");
});

test.each([24, 32, 64])("signing secrets of %i bytes are read, with and without their prefix", (bytes) => {
  const [one, other] = [aSecret(bytes), aSecret(bytes)];
  const { signingKeys } = readConfig({ ...DEPLOYED, WEBHOOK_SIGNING_KEYS: `whsec_${one},${other}` });
  expect(signingKeys.map((key) => key.toString("base64"))).toEqual([one, other]);
});
