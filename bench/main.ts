import { openReceiver } from "./receiver/openReceiver";
import { renderTable } from "./report/renderTable";
import { growth } from "./scenarios/growth";
import { inMemory } from "./scenarios/inMemory";
import { onAzurite } from "./scenarios/onAzurite";
import { peer } from "./scenarios/peer";

async function main(): Promise<void> {
  const receiver = await openReceiver();
  const runs = Number(process.argv[3] ?? 3);
  const all = { inMemory, onAzurite, growth, peer };
  for (const [name, f] of Object.entries(all))
    if (!process.argv[2] || process.argv[2] === name) console.log(renderTable(await f(receiver, runs)));
  await receiver.stop();
}

void main();
