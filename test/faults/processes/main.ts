import { readProcessOptions } from "./readProcessOptions";
import { runProcesses } from "./runProcesses";

void main();

async function main(): Promise<void> {
  const options = readProcessOptions(process.argv.slice(2));
  if (typeof options === "string") {
    print(options);
    process.exitCode = 1;
    return;
  }
  const { problems, ...result } = await runProcesses(options, print);
  const { posts, duplicates, inFlight, slowestTakeOverMs, seconds } = result;
  print(
    `${posts} POSTs in ${seconds.toFixed(1)} s over ${options.hosts} hosts, ${options.kills} killed; ` +
      `${duplicates} of them again, ${inFlight} were in flight at the kills; ` +
      `what was in hand was tried again after ${(slowestTakeOverMs / 1_000).toFixed(1)} s at the most`,
  );
  for (const problem of problems) print(`PROBLEM ${problem}`);
  if (problems.length > 0) {
    const { deliveries, hosts, kills, seed } = options;
    const flags = `--deliveries ${deliveries} --hosts ${hosts} --kills ${kills} --seed ${seed}`;
    print(`\nThe same kills again: npm run faults:processes -- ${flags}`);
    process.exitCode = 1;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
