import { readdirSync } from "node:fs";

/** Paths of the files of a folder and its folders whose names fit, as seen from the repository's root. */
export function filesBelow(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}
