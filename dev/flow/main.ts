import { serveParent } from "../child/serveParent";
import { FLOW_USAGE, parseFlowOptions } from "./flowOptions";
import { startFlow } from "./startFlow";

void serveParent(async () => {
  const options = parseFlowOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(FLOW_USAGE);
    process.exit(0);
  }
  const flow = await startFlow({ port: options.port });
  if (!process.send) console.log(`The flow stand-in receives at ${flow.callbackUrl("my-flow")}`);
  return { ready: { port: flow.port, url: flow.url }, stop: () => flow.stop() };
});
