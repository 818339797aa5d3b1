import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE } from "../../../connector/generate/deployment";
import { generatePackage } from "../../../connector/generate/generatePackage";

const FOLDER = join(__dirname, "../../../connector");

test.each(Object.entries(generatePackage(EXAMPLE)))("%s is as `npm run connector` makes it", (name, bytes) => {
  const committed = readFileSync(join(FOLDER, name));
  // Compression may differ from one Node version to the next: of the icon, what it shows is compared in the rules.
  if (name.endsWith(".png")) expect(committed.subarray(0, 8)).toEqual(bytes.subarray(0, 8));
  else expect(committed.toString("utf8")).toBe(bytes.toString("utf8"));
});
