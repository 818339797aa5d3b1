/**
 * `npm run structure`: prints how the code is cut into files and fails where a rule of CONTRIBUTING.md is broken. It
 * reads the repository it stands in, or the folder that is given.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FOLDERS, LARGE_FOLDERS, MAY_IMPORT, SHARED_NAMES, SMALL_FILES } from "./limits";
import { countByFolder, findFaults, subjectlessComments } from "./rules";
import { type SourceFile, listPaths, readSourceFiles } from "./sourceFile";

const root = process.argv[2] ?? ".";
const isThere = (folder: string): boolean => existsSync(join(root, folder));
const files = readSourceFiles(root, FOLDERS.filter(isThere));
for (const folder of FOLDERS)
  printFigures(
    folder,
    files.filter(({ path }) => path.startsWith(`${folder}/`)),
  );
const faults = [
  ...findFaults(files, {
    mayImport: MAY_IMPORT,
    largeFolders: LARGE_FOLDERS,
    smallFiles: SMALL_FILES,
    sharedNames: SHARED_NAMES,
    knownPaths: listPaths(root, [...FOLDERS, "test"].filter(isThere)),
  }),
  ...subjectlessComments(readSourceFiles(root, ["test"].filter(isThere))),
];
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? "Every rule holds." : `${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;

function printFigures(folder: string, within: readonly SourceFile[]): void {
  if (within.length === 0) return;
  const sizes = within.map(({ lines }) => lines).toSorted((a, b) => a - b);
  const lines = sizes.reduce((sum, each) => sum + each, 0);
  const importLines = within.reduce((sum, each) => sum + each.importLines, 0);
  const largest = within.reduce((a, b) => (b.lines > a.lines ? b : a));
  const [crowded, count] = [...countByFolder(within)].toSorted(([, a], [, b]) => b - a)[0] ?? ["", 0];
  console.log(
    `${folder}: ${within.length} files, ${lines} lines, median ${sizes[Math.floor(sizes.length / 2)] ?? 0}, ` +
      `${((100 * importLines) / lines).toFixed(1)} % imports; ${sizes.filter((size) => size < 30).length} files under 30 lines; ` +
      `largest ${largest.path} (${largest.lines}); fullest ${crowded} (${count})`,
  );
}
