/**
 * The encryption of secrets at rest: callback URLs, and what is in page tokens. AES-256-GCM, with keys that can be
 * replaced.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { CodedError } from "../model/errors";

/** A named AES-256 key. The name is stored beside what the key has sealed. */
export interface EncryptionKey {
  readonly keyId: string;
  readonly key: Buffer;
}

export interface Sealer {
  readonly seal: (text: string) => string;
  /** Returns the text. Throws `undecryptable` when the key is no longer there or the sealed text was changed. */
  readonly open: (sealed: string) => string;
  /** Seals the text again with the first key, unless that key has sealed it already. Throws as `open` does. */
  readonly reseal: (sealed: string) => string;
}

/** Creates the sealer. The first key seals and every key opens, so that a key can be replaced. */
export function createSealer(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Sealer {
  const [newest] = keys;
  return {
    seal: (text) => seal(text, newest),
    open: (sealed) => open(sealed, keys),
    reseal: (sealed) => {
      const text = open(sealed, keys);
      return sealed.startsWith(`${newest.keyId}.`) ? sealed : seal(text, newest);
    },
  };
}

const ALGORITHM = "aes-256-gcm";

const IV_BYTES = 12;

function seal(text: string, { keyId, key }: EncryptionKey): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final()]);
  return `${keyId}.${Buffer.concat([sealed, cipher.getAuthTag()]).toString("base64url")}`;
}

const TAG_BYTES = 16;

function open(sealed: string, keys: readonly EncryptionKey[]): string {
  const [keyId = "", payload = ""] = sealed.split(".");
  const known = keys.find((each) => each.keyId === keyId);
  if (!known)
    throw new CodedError("undecryptable", `no encryption key named '${keyId}'`, { target: "ENCRYPTION_KEYS" });
  const bytes = Buffer.from(payload, "base64url");
  try {
    if (`${keyId}.${bytes.toString("base64url")}` !== sealed) throw new Error("not in the form that was written");
    const decipher = createDecipheriv(ALGORITHM, known.key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new CodedError("undecryptable", `not sealed by key '${keyId}'`, { target: "ENCRYPTION_KEYS", cause });
  }
}
