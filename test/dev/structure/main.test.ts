import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = join(__dirname, "../../../dev/structure/main.ts");
const WELL_MADE = `/** Says hello. */
export function greet(): string {
  return "hello"; // a word
}
`;

function check(files: Record<string, string>): { status: number | null; stdout: string; stderr: string } {
  const root = mkdtempSync(join(tmpdir(), "structure-"));
  try {
    mkdirSync(join(root, "shared/model"), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    return spawnSync(process.execPath, ["--import", "tsx", PROGRAM, root], { encoding: "utf8" });
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("a tree in which every rule holds passes and is shown in figures", () => {
  const { status, stdout } = check({ "shared/model/greeting.ts": WELL_MADE + "\n".repeat(40) });
  expect(stdout).toContain("shared: 1 files, 44 lines, median 44");
  expect(stdout).toContain("Every rule holds.");
  expect(status).toBe(0);
});

test("imports, exports and comments are read from the code", () => {
  const { status, stderr } = check({
    "shared/model/a.ts": `import { b } from "./b";
import { request } from "undici";

// Of a line
// and its next.
export const a = [b, request, "// Whose text is no comment"];
${"\n".repeat(40)}`,
    "shared/model/b.ts": `export const a = 1;\nexport const b = 2;\n`,
  });
  expect(stderr.trim().split("\n").toSorted()).toEqual([
    "a is exported by shared/model/a.ts and shared/model/b.ts; one name has one meaning",
    "shared/model/a.ts does not begin with a comment; its first one says what the file is",
    "shared/model/a.ts imports undici, which shared/model may not",
    'shared/model/a.ts:4 begins a comment with "Of"; a sentence has a subject',
    "shared/model/b.ts has 2 lines and one importer; it belongs into that file",
  ]);
  expect(status).toBe(1);
});
