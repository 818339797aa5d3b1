/** A secret that was planted, and where. */
export interface Planted {
  readonly where: string;
  readonly secret: string | Buffer;
}

/** What was written somewhere. */
export interface Written {
  readonly where: string;
  readonly text: string;
}

/** The places where a secret can be read: as it is, in base64 (wherever in it), URL-encoded or in hexadecimal. Shows no secret. */
export function findSecrets(planted: readonly Planted[], written: readonly Written[]): readonly string[] {
  const wanted = planted.map(({ where, secret }) => ({ where, spellings: spellings(secret) }));
  return written.flatMap(({ where, text }) =>
    wanted
      .filter((each) => each.spellings.some((one) => text.includes(one)))
      .map((each) => `${each.where} in ${where}`),
  );
}

function spellings(secret: string | Buffer): readonly string[] {
  const bytes = Buffer.from(secret);
  const text =
    typeof secret === "string" ? [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)] : [];
  const encoded = [0, 1, 2].map((offset) => innerBase64(bytes, offset));
  const urlEncoded = encoded.flatMap((base64) => [
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    encodeURIComponent(base64),
  ]);
  return [...new Set([...text, ...encoded, ...urlEncoded, bytes.toString("hex"), bytes.toString("hex").toUpperCase()])];
}

/** What base64 makes of the bytes after `offset` others, without the letters at both ends that depend on their neighbours. */
function innerBase64(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replaceAll("=", "");
  return whole.slice(offset === 0 ? 0 : offset + 1, bytes.length + offset > 2 ? -1 : undefined);
}
