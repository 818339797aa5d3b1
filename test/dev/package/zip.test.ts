import { crc32, inflateRawSync } from "node:zlib";
import { zipFiles } from "../../../dev/package/zip";

const FILES = [
  { name: "index.js", content: Buffer.from("console.log(1);\n".repeat(500)) },
  { name: "host.json", content: Buffer.from("{}") },
  { name: "empty", content: Buffer.alloc(0) },
];

test("every file can be read back from where the central directory says it is", () => {
  expect(readBack(zipFiles(FILES))).toEqual([FILES[2], FILES[1], FILES[0]]);
});

test("equal files make equal archives, whatever their order", () => {
  expect(zipFiles(FILES.toReversed()).equals(zipFiles(FILES))).toBe(true);
});

/** By the field offsets of APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16. */
function readBack(archive: Buffer): { name: string; content: Buffer }[] {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  const read = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    // from "version needed" to the name's length, both headers say the same
    expect(archive.subarray(local + 4, local + 30).equals(archive.subarray(at + 6, at + 32))).toBe(true);
    const start = local + 30 + nameLength;
    const content = inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
    expect(crc32(content)).toBe(archive.readUInt32LE(at + 16));
    expect(content).toHaveLength(archive.readUInt32LE(at + 24));
    read.push({ name, content });
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return read;
}
