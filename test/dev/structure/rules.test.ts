import { type Limits, findFaults } from "../../../dev/structure/rules";
import { type SourceFile } from "../../../dev/structure/sourceFile";

const LIMITS: Limits = {
  mayImport: { "shared/model": ["node"], "shared/delivery": ["shared/model", "@azure/*"], dev: [] },
  largeFolders: [],
  smallFiles: {},
  sharedNames: {},
  knownPaths: ["shared/model/page.ts"],
};

const TOP_COMMENT = { line: 1, text: "The file is an example.", columns: 80 };

function aFile(path: string, more: Partial<SourceFile> = {}): SourceFile {
  const sizes = { lines: 100, codeLines: 80, importLines: 5 };
  return { path, ...sizes, imports: [], exportedNames: [], comments: [TOP_COMMENT], ...more };
}

function aComment(more: Partial<SourceFile["comments"][number]>): SourceFile["comments"][number] {
  return { line: 1, text: "Says why.", columns: 80, ...more };
}

const TWO_IMPORTERS = [
  aFile("shared/delivery/a.ts", { imports: ["shared/model/small"] }),
  aFile("shared/delivery/b.ts", { imports: ["shared/model/small"] }),
];

test.each<[string, SourceFile[], string]>([
  ["a file over 250 lines", [aFile("shared/model/a.ts", { lines: 251 })], "shared/model/a.ts has 251 lines"],
  [
    "a file under 30 lines with one importer",
    [aFile("shared/model/a.ts", { lines: 29 }), aFile("shared/model/b.ts", { imports: ["shared/model/a"] })],
    "shared/model/a.ts has 29 lines and one importer",
  ],
  [
    "a folder of 16 files",
    Array.from({ length: 16 }, (_, index) => aFile(`shared/model/${index}.ts`)),
    "shared/model has 16 files",
  ],
  [
    "two folders that import each other",
    [
      aFile("shared/delivery/a.ts", { imports: ["shared/delivery/post/b"] }),
      aFile("shared/delivery/post/b.ts", { imports: ["shared/delivery/a"] }),
    ],
    "shared/delivery and shared/delivery/post import each other",
  ],
  [
    "an import against the direction",
    [aFile("shared/model/a.ts", { imports: ["shared/delivery/b"] })],
    "shared/model/a.ts imports shared/delivery/b, which shared/model may not",
  ],
  [
    "a package that the module may not use",
    [aFile("shared/model/a.ts", { imports: ["undici"] })],
    "shared/model/a.ts imports undici",
  ],
  ["a folder without a line", [aFile("shared/other/a.ts")], "shared/other/a.ts stands in no folder"],
  [
    "one name in two files of the product",
    [aFile("shared/model/a.ts", { exportedNames: ["Row"] }), aFile("shared/delivery/b.ts", { exportedNames: ["Row"] })],
    "Row is exported by shared/model/a.ts and shared/delivery/b.ts",
  ],
  [
    "a comment without a subject",
    [aFile("shared/model/a.ts", { comments: [TOP_COMMENT, aComment({ line: 7, text: "Whose turn it is." })] })],
    'shared/model/a.ts:7 begins a comment with "Whose"',
  ],
  [
    "a file of 40 lines of the product whose comments come after its imports",
    [aFile("shared/model/a.ts", { lines: 40, comments: [aComment({ line: 7, text: "The store." })] })],
    "shared/model/a.ts does not begin with a comment",
  ],
  [
    "a file of 40 lines of the product that has no comment",
    [aFile("shared/model/a.ts", { lines: 40, comments: [] })],
    "shared/model/a.ts does not begin with a comment",
  ],
  [
    "a comment of 121 columns",
    [aFile("shared/model/a.ts", { comments: [TOP_COMMENT, aComment({ line: 7, columns: 121 })] })],
    "shared/model/a.ts:7 has a comment of 121 columns",
  ],
  [
    "a comment that names a file that is not there",
    [aFile("shared/model/a.ts", { comments: [TOP_COMMENT, aComment({ line: 7, text: "See model/gone.ts." })] })],
    "shared/model/a.ts:7 names model/gone.ts, which is not there",
  ],
])("%s is a fault", (_, files, fault) => {
  expect(findFaults(files, LIMITS)).toEqual([expect.stringContaining(fault)]);
});

test.each<[string, SourceFile[]]>([
  ["a file of 250 lines", [aFile("shared/model/a.ts", { lines: 250 })]],
  ["a small file with two importers", [aFile("shared/model/small.ts", { lines: 5 }), ...TWO_IMPORTERS]],
  ["a small entry", [aFile("dev/host/main.ts", { lines: 5 })]],
  ["folders that import in one direction", [...TWO_IMPORTERS, aFile("shared/model/small.ts")]],
  ["a package by its scope", [aFile("shared/delivery/a.ts", { imports: ["@azure/functions"] })]],
  [
    "one name in two programs",
    [aFile("dev/flow/a.ts", { exportedNames: ["Answer"] }), aFile("dev/host/b.ts", { exportedNames: ["Answer"] })],
  ],
  ["a file of 39 lines that has no comment", [aFile("shared/model/a.ts", { lines: 39, comments: [] })]],
  ["a development file that has no comment", [aFile("dev/host/a.ts", { comments: [] })]],
  ["a comment that has the word later", [aFile("dev/a.ts", { comments: [aComment({ text: "Asks where it is." })] })]],
  [
    "a comment that names a file by its name or path",
    [aFile("dev/a.ts", { comments: [aComment({ text: "See page.ts, model/page.ts, ./page.ts." })] })],
  ],
])("%s is none", (_, files) => {
  expect(findFaults(files, LIMITS)).toEqual([]);
});

test("an exception spares what it names, and is a fault once that is gone", () => {
  const limits = { ...LIMITS, smallFiles: { "shared/model/small.ts": "a boundary" } };
  expect(findFaults([aFile("shared/model/small.ts", { lines: 5 })], limits)).toEqual([]);
  expect(findFaults([], limits)).toEqual(["shared/model/small.ts is an exception in limits.ts and is not there"]);
});
