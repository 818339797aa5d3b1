import { once } from "node:events";
import { type RequestListener, type ServerResponse } from "node:http";
import { type Column } from "../../../../shared/model/entity";

export const BIG_COLUMNS: readonly Column[] = [
  { name: "Number", type: "Edm.Int64" },
  { name: "Text", type: "Edm.String" },
  { name: "IsOdd", type: "Edm.Boolean" },
];

const ROW_BYTES = 1_000;
const ROWS_AT_ONCE = 64;
const DIGITS = 12;

export function countRows(megabytes: number): number {
  return Math.floor((megabytes * 1_000_000) / ROW_BYTES);
}

/** The 1,000 bytes of a row: its number, and a text with commas, quotes and line breaks. */
function writeRow(into: Buffer, at: number, number: number): void {
  const start = `${String(number).padStart(DIGITS, "0")},"`;
  const end = `",${number % 2 === 1 ? "true" : "false"}\r\n`;
  const filler = 'Line, with ""quotes"" and breaks\r\n'.repeat(40);
  const room = ROW_BYTES - start.length - end.length;
  // What is cut must not leave half of a doubled quote behind.
  const text = filler.slice(0, room).replace(/"+$/, "").padEnd(room, "x");
  into.write(start + text + end, at, "latin1");
}

/** A server of one file of so many rows that is made while it is sent; with `ranges`, from any byte on. */
export function serveRows(rows: number, ranges: boolean): RequestListener {
  const size = rows * ROW_BYTES;
  return ({ headers }, response) => {
    const [, asked] = /^bytes=(\d+)-$/.exec(headers.range ?? "") ?? [];
    const from = ranges ? Number(asked ?? 0) : 0;
    const part = ranges && asked !== undefined;
    response.writeHead(part ? 206 : 200, {
      etag: '"big"',
      "content-length": size - from,
      ...(part && { "content-range": `bytes ${from}-${size - 1}/${size}` }),
    });
    void sendRows(response, { from, rows });
  };
}

async function sendRows(response: ServerResponse, { from, rows }: { from: number; rows: number }): Promise<void> {
  const closed = once(response, "close");
  for (let row = Math.floor(from / ROW_BYTES); row < rows && !response.destroyed; row += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - row);
    const bytes = Buffer.alloc(count * ROW_BYTES);
    for (let index = 0; index < count; index += 1) writeRow(bytes, index * ROW_BYTES, row + index);
    const skipped = Math.max(0, from - row * ROW_BYTES);
    if (!response.write(bytes.subarray(skipped))) await Promise.race([once(response, "drain"), closed]);
  }
  response.end();
}
