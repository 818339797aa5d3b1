/** True when a key or token can be sent in a header as it is: visible ASCII, so no line break left over from a file. */
export function isHeaderValue(secret: string): boolean {
  return /^[\x21-\x7e]+$/.test(secret);
}
