import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The app's `ENCRYPTION_KEYS`: made anew for storage in memory, kept beside the storage that is kept, which could not
 * be read without it.
 */
export async function encryptionKeys(persistTo?: string): Promise<string> {
  if (persistTo === undefined) return makeKey();
  const file = join(persistTo, "encryption-keys.txt");
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const key = makeKey();
  await mkdir(persistTo, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600, flag: "wx" });
  return key;
}

function makeKey(): string {
  return `dev-${randomBytes(3).toString("hex")}:${randomBytes(32).toString("base64")}`;
}
