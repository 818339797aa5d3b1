/** The icon, drawn and written as a PNG. */
import { crc32, deflateSync } from "node:zlib";
import { BRAND_COLOR } from "./properties";

const SIZE = 230;

/** The logo keeps this far from the edges: 160 of 230 are its own. */
const MARGIN = 35;

const WHITE = [255, 255, 255] as const;

/** Three bars, the last of which crosses a line: opaque, on the brand colour. */
export function drawIcon(): Buffer {
  const background = [1, 3, 5].map((at) => Number.parseInt(BRAND_COLOR.slice(at, at + 2), 16));
  return writePng(SIZE, (x, y) => (isLogo(x - MARGIN, y - MARGIN) ? WHITE : background));
}

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

const TRUE_COLOR = 2;

/** A square PNG in 8-bit true colour without alpha; `colorAt` gives red, green and blue of a pixel. */
export function writePng(size: number, colorAt: (x: number, y: number) => readonly number[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 8;
  header[9] = TRUE_COLOR;
  const indexes = Array.from({ length: size }, (_, index) => index);
  const rows = indexes.map((y) => Buffer.from([0, ...indexes.flatMap((x) => colorAt(x, y))]));
  const image = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("IDAT", image), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Left edge and top of each bar, within the logo's 160. */
const BARS = [
  [0, 110],
  [60, 65],
  [120, 0],
] as const;

const BAR_WIDTH = 40;

/** The threshold, which the last bar crosses. */
const LINE = { top: 36, height: 8 } as const;

function isLogo(x: number, y: number): boolean {
  const most = SIZE - 2 * MARGIN;
  if (x < 0 || y < 0 || x >= most || y >= most) return false;
  const isOnLine = y >= LINE.top && y < LINE.top + LINE.height;
  const isBeyondLine = y >= LINE.top - LINE.height && y < LINE.top + 2 * LINE.height;
  const isInBar = BARS.some(([left, top]) => x >= left && x < left + BAR_WIDTH && y >= top);
  return isOnLine || (isInBar && !isBeyondLine);
}
