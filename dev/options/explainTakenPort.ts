import { types } from "node:util";

/** The error of a failed `listen` in words, naming the port and the flag that chooses another; other errors as they are. */
export function explainTakenPort(error: unknown, port: number, flag: string): Error {
  // Not instanceof: under jest the error comes from another realm.
  if (!types.isNativeError(error)) return new Error(String(error));
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new Error(`port ${port} is taken by another program; choose another with ${flag}`);
  if (code === "EACCES") return new Error(`port ${port} may not be used here; choose another with ${flag}`);
  return error;
}
