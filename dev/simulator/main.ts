/**
 * A stand-in for the Customer Insights - Data API, over real HTTP, that can be told what happens. It follows the
 * contract ci-api.openapi.json and knows nothing of the app that calls it. `startSimulator.ts` is where to start;
 * `README.md` lists what the control interface takes.
 */
import { serveParent } from "../child/serveParent";
import { SIMULATOR_USAGE, parseSimulatorOptions } from "./simulatorOptions";
import { startSimulator } from "./startSimulator";

void serveParent(async () => {
  const options = parseSimulatorOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(SIMULATOR_USAGE);
    process.exit(0);
  }
  const { url, port, stop } = await startSimulator(options);
  console.log(`Customer Insights simulator at ${url}/v1 and ${url}/api, controlled at ${url}/_control`);
  const { token, keys } = options.scene;
  return { ready: { url, port, details: { token, key: keys[0] ?? "" } }, stop };
});
