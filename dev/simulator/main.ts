import { serveParent } from "../child/serveParent";
import { readOptions } from "./readOptions";
import { startSimulator } from "./startSimulator";

void serveParent(async () => {
  const simulator = await startSimulator(readOptions(process.argv.slice(2), process.env));
  const { url, port } = simulator;
  console.log(`Customer Insights simulator at ${url}/v1 and ${url}/api, controlled at ${url}/_control`);
  return { ready: { url, port }, stop: simulator.stop };
});
