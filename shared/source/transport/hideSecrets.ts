/** Replaces every secret in a text, also URL-encoded or in base64; a source or a proxy may repeat in an error what we sent. */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .flatMap((secret) => (secret ? spellings(secret) : []))
    .reduce((hidden, spelling) => hidden.replaceAll(spelling, "***"), text);
}

function spellings(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64");
  return [secret, encodeURIComponent(secret), base64, Buffer.from(secret).toString("base64url")];
}
