import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { EXAMPLE } from "../../../connector/generate/deployment";
import { generatePackage } from "../../../connector/generate/generatePackage";

const FOLDER = join(__dirname, "../../../connector");

const MADE = generatePackage(EXAMPLE);

function committed(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

test.each(Object.keys(MADE).filter((name) => !name.endsWith(".png")))(
  "%s is as `npm run connector` makes it",
  (name) => {
    expect(committed(name).toString("utf8")).toBe(MADE[name]?.toString("utf8"));
  },
);

test("the icon shows what `npm run connector` draws, however its compression packs it", () => {
  expect(pixels(committed("icon.png"))).toEqual(pixels(MADE["icon.png"] ?? Buffer.alloc(0)));
});

/** Our icons have one image chunk, right after the header. */
function pixels(png: Buffer): string {
  return inflateSync(png.subarray(41, 41 + png.readUInt32BE(33))).toString("hex");
}
