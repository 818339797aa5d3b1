import { parseArgs } from "node:util";
import { readBigPartition } from "./readBigPartition";

/** `npx tsx test/reads/partitions/big/main.ts --megabytes 1000`: how much memory and time a large partition takes. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { megabytes: { type: "string", default: "200" } } });
  const megabytes = Number(values.megabytes);
  if (!(megabytes >= 10 && megabytes <= 100_000)) throw new Error("--megabytes must be a number from 10 to 100000");
  for (const ranges of [true, false]) {
    const read = await readBigPartition(megabytes, ranges);
    process.stdout.write(`${JSON.stringify({ megabytes, ranges, ...read })}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
