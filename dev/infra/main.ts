/**
 * `npm run infra:check`: compiles and lints infra/, and rehearses the life of a deployment over the compiled template.
 * Without a compiler it says what to install and fails, unless INFRA_CHECK=skip says that this machine has none.
 */
import { readFileSync } from "node:fs";
import { type Json } from "./armExpression";
import { compile, findCompiler } from "./compiler";
import { type Template } from "./deployment";
import { SCENES, rehearse } from "./scenes";
import { secretLeaks } from "./secrecy";

const FILE = "infra/main.bicep";
const PARAMETERS = "infra/main.parameters.json";

function check(): string[] {
  const compiler = findCompiler();
  if (!compiler)
    return ["Nothing here compiles Bicep: install bicep, az with bicep, or the .NET SDK; or set INFRA_CHECK=skip."];
  const { text, diagnostics } = compile(compiler, FILE);
  if (diagnostics.length > 0) return [...diagnostics];
  const template = JSON.parse(text) as Template;
  const { parameters } = JSON.parse(readFileSync(PARAMETERS, "utf8")) as { parameters: Record<string, Json> };
  return [...secretLeaks(template), ...rehearse({ template, parameters })];
}

if (process.env["INFRA_CHECK"] === "skip") console.log(`INFRA_CHECK=skip: ${FILE} is not compiled here.`);
else {
  const faults = check();
  for (const fault of faults) console.error(fault);
  console.log(
    faults.length === 0
      ? `${FILE} compiles without a warning, and ${Object.keys(SCENES).length} rehearsals of azd's steps pass.`
      : `${faults.length} faults.`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
