import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { findEntryFiles } from "../../../../dev/host/worker/entryFiles";

let app: string;
beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), "app-"));
});
afterEach(() => {
  rmSync(app, { recursive: true });
});

function write(path: string, content = ""): void {
  mkdirSync(dirname(join(app, path)), { recursive: true });
  writeFileSync(join(app, path), content);
}

test.each([
  ["dist/functions/*.js", ["dist/functions/a.js", "dist/functions/b.js"]],
  ["./dist/functions/b.js", ["dist/functions/b.js"]],
  ["dist/{index.js,functions/*.js}", ["dist/functions/a.js", "dist/functions/b.js", "dist/index.js"]],
  ["dist/**/*.js", ["dist/functions/a.js", "dist/functions/b.js", "dist/functions/deep/c.js", "dist/index.js"]],
  ["dist/functions/?.js", ["dist/functions/a.js", "dist/functions/b.js"]],
])("main %s is %j", (main, expected) => {
  const others = ["dist/functions/a.js.map", "dist/functions/.hidden.js", "dist/node_modules/x/y.js", "other/z.js"];
  for (const path of ["dist/functions/b.js", "dist/functions/a.js", "dist/index.js", ...others]) write(path);
  write("dist/functions/deep/c.js");
  write("package.json", JSON.stringify({ main }));
  expect(findEntryFiles(app).files.map((file) => relative(app, file))).toEqual(expected);
});

test("an app that is not built is told how", () => {
  write("package.json", JSON.stringify({ main: "dist/functions/*.js" }));
  expect(() => findEntryFiles(app)).toThrow(
    'matches "dist/functions/*.js" (main in package.json). Run "npm run build"',
  );
});

test("a directory that is no app is refused", () => {
  expect(() => findEntryFiles(app)).toThrow("--app must name the directory of a function app");
  write("package.json", "{}");
  expect(() => findEntryFiles(app)).toThrow('has no "main"');
});
