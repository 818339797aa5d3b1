import { readFailure, unavailable } from "./failures";

/**
 * Runs operations on a table or queue that may not exist yet: the first to be told so creates it, the others wait, and each
 * tries once more. Everything that is thrown is `storage-unavailable`; a table that is being deleted is, too.
 */
export function createOnFirstUse(name: string, missingCode: string, create: () => Promise<unknown>) {
  let creating: Promise<unknown> | undefined;
  const createOnce = (): Promise<unknown> => {
    creating ??= create().finally(() => (creating = undefined));
    return creating;
  };
  return async <T>(operation: () => Promise<T>): Promise<T> => {
    try {
      return await operation().catch(async (thrown: unknown) => {
        if (readFailure(thrown).code !== missingCode) throw thrown;
        await createOnce();
        return operation();
      });
    } catch (thrown) {
      throw unavailable(name, thrown);
    }
  };
}
