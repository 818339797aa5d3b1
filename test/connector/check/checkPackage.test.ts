import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPackage } from "../../../connector/check/checkPackage";

const folder = mkdtempSync(join(tmpdir(), "package-"));

afterAll(() => rmSync(folder, { recursive: true }));

test("of a folder without a package it is said what is missing, and what makes it", () => {
  expect(() => readPackage(join(folder, "none"))).toThrow(
    /none.apiDefinition\.swagger\.json is missing; npm run connector makes it$/,
  );
});

test("a file that is no JSON is named", () => {
  writeFileSync(join(folder, "apiDefinition.swagger.json"), "{} // no");
  expect(() => readPackage(folder)).toThrow(/apiDefinition\.swagger\.json is no strict JSON \(R1\)$/);
});
