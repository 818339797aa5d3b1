import { inflateSync } from "node:zlib";

interface Png {
  readonly width: number;
  readonly height: number;
  readonly isOpaque: boolean;
  /** The colour of the first pixel as `#rrggbb`; of other than 8-bit true colour, "unknown". */
  readonly corner: string;
}

const SIGNATURE = "89504e470d0a1a0a";
const TRUE_COLOR = 2;
const TRUE_COLOR_ALPHA = 6;

/** What the connector's rules ask of an icon; undefined for what is no PNG. Every row filter leaves the first pixel as it is. */
export function readPng(bytes: Buffer): Png | undefined {
  if (bytes.subarray(0, 8).toString("hex") !== SIGNATURE) return undefined;
  const chunks = chunksOf(bytes);
  const header = chunks.find(({ type }) => type === "IHDR")?.content;
  if (!header) return undefined;
  const [depth, color] = [header[8], header[9]];
  const image = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ content }) => content));
  const isKnown = depth === 8 && (color === TRUE_COLOR || color === TRUE_COLOR_ALPHA);
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    isOpaque: color === TRUE_COLOR && !chunks.some(({ type }) => type === "tRNS"),
    corner: isKnown ? `#${inflateSync(image).subarray(1, 4).toString("hex")}` : "unknown",
  };
}

function chunksOf(bytes: Buffer): readonly { readonly type: string; readonly content: Buffer }[] {
  const chunks = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString("latin1", at + 4, at + 8), content: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}
