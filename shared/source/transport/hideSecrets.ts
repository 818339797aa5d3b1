/** Replaces every secret in a text; a source or a proxy may repeat in an error what we sent. */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets.reduce<string>((hidden, secret) => (secret ? hidden.replaceAll(secret, "***") : hidden), text);
}
