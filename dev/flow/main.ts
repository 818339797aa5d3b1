/**
 * A stand-in for the flows of Power Automate: it receives the callbacks of the function app, keeps them, and answers as
 * each flow is set to behave. It runs no flow and signs in nobody. `startFlow.ts` is where to start; `README.md` lists
 * what its control interface takes.
 */
import { serveParent } from "../child/serveParent";
import { type Option, describeOptions, readOptions } from "../options/options";
import { parsePort } from "../options/ports";
import { startFlow } from "./startFlow";

const OPTIONS = {
  port: { value: "<port>", env: "FLOW_PORT", help: "default 7073, 0 = any free one" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

const USAGE = `tsx dev/flow/main.ts [options]\n\n${describeOptions(OPTIONS)}`;

void serveParent(async () => {
  const given = readOptions(OPTIONS, process.argv.slice(2), process.env);
  if (given.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const flow = await startFlow({ port: parsePort(given.port, 7073) });
  if (!process.send) console.log(`The flow stand-in receives at ${flow.callbackUrl("my-flow")}`);
  return { ready: { port: flow.port, url: flow.url }, stop: () => flow.stop() };
});
