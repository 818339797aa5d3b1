/**
 * One run of `npm start`: everything is started, then the log is shown or the demo is played, and in the end
 * everything is stopped.
 */
import { playScenes } from "./demo";
import { type Everything, startEverything } from "./everything";
import { createLogFeed } from "./logFeed";
import { type Programs } from "./programs";
import { type StartOptions } from "./startOptions";
import { type Paint, renderLog } from "./terminal";
import { type Example, describeStart, findExample } from "./welcome";

interface Terminal {
  readonly say: (text: string) => void;
  readonly paint: Paint;
  /** Aborted when everything is to end. */
  readonly ending: AbortSignal;
}

/** Runs until it is to end, or plays the demo. Everything is stopped when it returns; throws why it could not go on. */
export async function runStart(options: StartOptions, programs: Programs, terminal: Terminal): Promise<void> {
  const { say, paint, ending } = terminal;
  const logs = createLogFeed();
  const started = startEverything(options, programs, {
    say: (line) => say(paint("yellow", line)),
    onLog(log) {
      logs.push(log);
      const line = renderLog(log, { verbose: options.verbose, paint });
      if (line !== undefined) say(`${paint("dim", new Date().toTimeString().slice(0, 8))} ${line}`);
    },
  });
  const ended = untilAborted(ending).then(() => say("Stopping."));
  const run = async (): Promise<void> => {
    const everything = await started.ready;
    const example = await findExample(everything.simulator.url);
    const gaveUp = everything.host.gaveUp.then((why) => Promise.reject(new Error(why)));
    if (options.demo) {
      const { simulator, flow, host } = everything;
      const stage = { hostUrl: host.url, simulatorUrl: simulator.url, flow, logs, example };
      return Promise.race([playScenes(stage, { say, paint }), gaveUp]);
    }
    say(describeEverything(everything, example, { options, paint }));
    return gaveUp;
  };
  try {
    await Promise.race([run(), ended]);
  } finally {
    await started.stop();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function describeEverything(
  { host, simulator, flow, azurite }: Everything,
  example: Example,
  { options: { persistTo }, paint }: { readonly options: StartOptions; readonly paint: Paint },
): string {
  const [hostUrl = "", simulatorUrl = "", flowUrl = ""] = [host.url, simulator.url, flow.url].map(sayLocalhost);
  const addresses = { hostUrl, simulatorUrl, flowUrl, azurite: azurite.ports };
  return describeStart({ ...addresses, ...(persistTo !== undefined && { persistTo }) }, example, paint);
}

/** The form that people read and that the function app's own `Location` headers have. */
function sayLocalhost(url: string): string {
  return url.replace("127.0.0.1", "localhost");
}
