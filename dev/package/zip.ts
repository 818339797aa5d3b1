/** A writer of zip archives, for equal bytes from equal files. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

const VERSION_NEEDED = 20;

const LOCAL_HEADER = 0x04034b50;

const CENTRAL_HEADER = 0x02014b50;

const END_OF_ARCHIVE = 0x06054b50;

/**
 * A zip archive of some small files, in the order of their names (APPNOTE.TXT 4.3; without zip64, folders and
 * encryption).
 */
export function zipFiles(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const packed = deflateRawSync(content, { level: 9 });
    const fileName = Buffer.from(name, "utf8");
    const common = describe(fileName, content, packed);
    const local = Buffer.concat([uint32(LOCAL_HEADER), common, fileName, packed]);
    // Made by, the common part, then: comment, disk, attributes, and where the file is.
    centrals.push(uint32(CENTRAL_HEADER), uint16(VERSION_NEEDED), common);
    centrals.push(uint16(0, 0, 0), uint32(0, offset), fileName);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const counts = uint16(0, 0, entries.length, entries.length);
  return Buffer.concat([...locals, central, uint32(END_OF_ARCHIVE), counts, uint32(central.length, offset), uint16(0)]);
}

const DEFLATE = 8;

/** 1 January 1980, the oldest that the format knows: equal files make equal archives. */
const FIXED_DATE = 0x21;

/** The fields that both headers have, in the same order. */
function describe(fileName: Buffer, content: Buffer, packed: Buffer): Buffer {
  return Buffer.concat([
    uint16(VERSION_NEEDED, 0, DEFLATE, 0, FIXED_DATE),
    uint32(crc32(content), packed.length, content.length),
    uint16(fileName.length, 0),
  ]);
}

function uint16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}
