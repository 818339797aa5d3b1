import { serveParent } from "../child/serveParent";
import { AZURITE_USAGE, parseAzuriteOptions } from "./azuriteOptions";
import { connectionString } from "./connectionString";
import { openAzurite } from "./openAzurite";

void serveParent(async () => {
  const options = parseAzuriteOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(AZURITE_USAGE);
    process.exit(0);
  }
  const azurite = await openAzurite(options.ports, options.persistTo);
  const { blob, queue, table } = azurite.ports;
  const details = { connectionString: connectionString(azurite.ports), blob: `${blob}`, queue: `${queue}` };
  if (!process.send) console.log(`Azurite is ready.\n\nAzureWebJobsStorage=${details.connectionString}`);
  return { ready: { port: table, url: `http://127.0.0.1:${table}`, details }, stop: () => azurite.close() };
});
