import { parseArgs } from "node:util";
import { openStorage } from "../../shared/runtime/identity";
import { readEncryptionKeys } from "../../shared/runtime/accessSettings";
import { isEmulator, readStorageSettings } from "../../shared/runtime/connectionSettings";
import { createSettingReader } from "../../shared/runtime/settingReader";
import { rotateKeys } from "./rotateKeys";

const USAGE = `usage: npm run keys:rotate -- [--preview]
Seals every stored callback URL with the first of ENCRYPTION_KEYS, in the storage that AzureWebJobsStorage names.
--preview only counts. See docs/guides/rotate-keys.md.`;

void main();

async function main(): Promise<void> {
  try {
    if (!(await run())) process.exitCode = 1;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function run(): Promise<boolean> {
  const options = { preview: { type: "boolean", default: false }, help: { type: "boolean", default: false } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    print(USAGE);
    return true;
  }
  const problems: string[] = [];
  const settings = createSettingReader(process.env, problems);
  const storage = readStorageSettings(settings);
  const keys = readEncryptionKeys(settings, isEmulator(storage));
  if (problems.length > 0) throw new Error(`Wrong settings: ${problems.join("; ")}`);
  return rotateKeys({ keys, storage: openStorage(storage), preview: values.preview, print });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
