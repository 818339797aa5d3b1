import { type Given } from "./readOptions";

/** A port number; 0 asks for a free one. Throws naming the flag or environment variable. */
export function parsePort(given: Given | undefined, byDefault: number): number {
  if (given === undefined) return byDefault;
  const port = Number(given.value);
  if (/^\d{1,5}$/.test(given.value) && port <= 65_535) return port;
  throw new Error(`${given.from} must be a port from 0 (any free one) to 65535, got "${given.value}"`);
}
