import { createHash } from "node:crypto";
import { type EncryptionKey } from "../access/createSealer";
import { type SettingReader } from "./readSetting";

const KEY_BYTES = 32;
const KEY_ID = /^[\w-]{1,32}$/;

/** Protects nothing: it stands in where storage is the emulator, whose account key everybody knows too. */
const DEVELOPMENT_KEY: EncryptionKey = {
  keyId: "development",
  key: createHash("sha256").update("customer-insights-triggers development storage").digest(),
};

/** `ENCRYPTION_KEYS`: `name:base64 of 32 bytes`, comma-separated, the newest first. Required outside the storage emulator. */
export function readEncryptionKeys(settings: SettingReader, isEmulator: boolean): [EncryptionKey, ...EncryptionKey[]] {
  const [first, ...rest] = settings.list("ENCRYPTION_KEYS", []).map((item) => parseKey(item, settings));
  if (first && new Set([first, ...rest].map(({ keyId }) => keyId)).size <= rest.length) {
    settings.wrong("ENCRYPTION_KEYS", "must not hold a name twice: what one of them sealed the other cannot open");
  }
  if (first) return [first, ...rest];
  if (!isEmulator) settings.wrong("ENCRYPTION_KEYS", "is missing: give name:base64 of 32 random bytes");
  return [DEVELOPMENT_KEY];
}

function parseKey(item: string, settings: SettingReader): EncryptionKey {
  const at = item.indexOf(":");
  const keyId = item.slice(0, at);
  const key = Buffer.from(item.slice(at + 1), "base64");
  if (!KEY_ID.test(keyId) || key.length !== KEY_BYTES) {
    settings.wrong("ENCRYPTION_KEYS", "must be a list of name:base64, each of 32 bytes");
  }
  return { keyId, key };
}

/** `WEBHOOK_SIGNING_KEYS`: Standard Webhooks secrets, `whsec_` + base64 of 24 to 64 bytes, comma-separated; may be absent. */
export function readSigningKeys(settings: SettingReader): readonly Buffer[] {
  return settings.list("WEBHOOK_SIGNING_KEYS", []).map((item) => {
    const key = Buffer.from(item.replace(/^whsec_/, ""), "base64");
    if (key.length < 24 || key.length > 64) {
      settings.wrong("WEBHOOK_SIGNING_KEYS", "must be a list of whsec_ and base64, each of 24 to 64 bytes");
    }
    return key;
  });
}
