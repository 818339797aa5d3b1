import { BRAND_COLOR } from "./toProperties";
import { writePng } from "./writePng";

const SIZE = 230;
/** The logo keeps this far from the edges: 160 of 230 are its own. */
const MARGIN = 35;
const WHITE = [255, 255, 255] as const;
/** Left edge and top of each bar, within the logo's 160. */
const BARS = [
  [0, 110],
  [60, 65],
  [120, 0],
] as const;
const BAR_WIDTH = 40;
/** The threshold, which the last bar crosses. */
const LINE = { top: 36, height: 8 } as const;

/** Three bars, the last of which crosses a line: opaque, on the brand colour. */
export function drawIcon(): Buffer {
  const background = [1, 3, 5].map((at) => Number.parseInt(BRAND_COLOR.slice(at, at + 2), 16));
  return writePng(SIZE, (x, y) => (isLogo(x - MARGIN, y - MARGIN) ? WHITE : background));
}

function isLogo(x: number, y: number): boolean {
  const most = SIZE - 2 * MARGIN;
  if (x < 0 || y < 0 || x >= most || y >= most) return false;
  const isOnLine = y >= LINE.top && y < LINE.top + LINE.height;
  const isBeyondLine = y >= LINE.top - LINE.height && y < LINE.top + 2 * LINE.height;
  const isInBar = BARS.some(([left, top]) => x >= left && x < left + BAR_WIDTH && y >= top);
  return isOnLine || (isInBar && !isBeyondLine);
}
