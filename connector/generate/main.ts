/**
 * `npm run connector`: writes the connector package, which Power Automate imports, from the app's own route schemas.
 * It checks nothing; `npm run connector:check` does. `generatePackage.ts` is where to start.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDeployment } from "./deployment";
import { generatePackage } from "./generatePackage";

const RELEASED = ["apiDefinition.swagger.json", "apiProperties.json"];

try {
  const { deployment, out = join(__dirname, ".."), release } = parseDeployment(process.argv.slice(2));
  const files = generatePackage(deployment);
  const released = RELEASED.map((name) => [`released/${name}`, files[name]] as const);
  for (const [name, bytes = ""] of [...Object.entries(files), ...(release ? released : [])]) {
    const path = join(out, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    console.log(path);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
