/**
 * The rotation of encryption keys: it seals every stored callback URL again with the newest key
 * (docs/guides/rotate-keys.md). Hosts may run meanwhile: each row is written by its version.
 */
import { type EncryptionKey, createSealer } from "../../shared/access/sealer";
import { type StorageSettings } from "../../shared/storage/client/sdk";
import { createTables, openTableClient } from "../../shared/storage/createTables";
import { type ResealedPage, resealPage, scanSealed } from "../../shared/storage/subscriptions/reseal";

/**
 * The limit of passes. Rows that a host changes meanwhile are found by the next pass; more than a few passes are no
 * coincidence.
 */
const MAX_PASSES = 20;

export interface Rotation {
  readonly keys: readonly [EncryptionKey, ...EncryptionKey[]];
  readonly storage: StorageSettings;
  /** True to count only. */
  readonly preview: boolean;
  readonly print: (line: string) => void;
}

/**
 * Seals every stored callback URL with the first key, page by page. Sealed rows are not found again, so the next run
 * continues one that was cut off. Resolves to true when only the first key is needed from now on.
 */
export async function rotateKeys({ keys, storage, preview, print }: Rotation): Promise<boolean> {
  const [{ keyId }, ...others] = keys;
  const client = await openTableClient("Subscriptions", storage);
  const { subscriptions } = createTables(storage);
  const { reseal } = createSealer(keys);
  for (let pass = 1; pass <= MAX_PASSES; pass += 1) {
    const found: ResealedPage[] = [];
    for await (const page of scanSealed(client, keyId)) {
      found.push(preview ? { changed: page.length, unreadable: [] } : await resealPage(subscriptions, page, reseal));
      if (page.length > 0)
        print(`pass ${pass}: ${count(found)} callback URLs ${preview ? "to be sealed" : "sealed"} again`);
    }
    const unreadable = found.flatMap((page) => page.unreadable);
    if (count(found) > 0 && !preview) continue;
    for (const line of describeProblems(unreadable)) print(line);
    const isDone = unreadable.length + count(found) === 0;
    if (isDone) print(`Every callback URL is sealed by '${keyId}'.${describeOthers(others)}`);
    return isDone;
  }
  print(`After ${MAX_PASSES} passes some rows are still changing. Run it again.`);
  return false;
}

function count(pages: readonly ResealedPage[]): number {
  return pages.reduce((sum, { changed }) => sum + changed, 0);
}

function describeProblems(unreadable: readonly string[]): readonly string[] {
  return [...new Set(unreadable)].map(
    (reason) => `${unreadable.filter((each) => each === reason).length} cannot be opened: ${reason}`,
  );
}

function describeOthers(others: readonly EncryptionKey[]): string {
  if (others.length === 0) return "";
  const names = others.map(({ keyId }) => `'${keyId}'`).join(", ");
  return ` ${names} can leave ENCRYPTION_KEYS as soon as no host runs with an older list.`;
}
