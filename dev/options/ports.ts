/** Ports on the command line, and servers that listen on them. */
import { type AddressInfo, type Server } from "node:net";
import { types } from "node:util";
import { type Given } from "./options";

/** A port number; 0 asks for a free one. Throws naming the flag or environment variable. */
export function parsePort(given: Given | undefined, byDefault: number): number {
  if (given === undefined) return byDefault;
  const port = Number(given.value);
  if (/^\d{1,5}$/.test(given.value) && port <= 65_535) return port;
  throw new Error(`${given.from} must be a port from 0 (any free one) to 65535, got "${given.value}"`);
}

/**
 * Listens on the machine's own address alone and resolves with the port, which the system chooses for 0. Rejects naming
 * the port and the flag when the port is taken.
 */
export function openPort(server: Server, port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(explainTakenPort(error, port, flag)));
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * The error of a failed `listen` in words, naming the port and the flag that chooses another; other errors as they are.
 */
export function explainTakenPort(error: unknown, port: number, flag: string): Error {
  // `instanceof` would fail under jest, where the error comes from another realm.
  if (!types.isNativeError(error)) return new Error(String(error));
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new Error(`port ${port} is taken by another program; choose another with ${flag}`);
  if (code === "EACCES") return new Error(`port ${port} may not be used here; choose another with ${flag}`);
  return error;
}
