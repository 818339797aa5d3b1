import { type Flow } from "../../flow/startFlow";
import { type LogFeed } from "../createLogFeed";
import { type Example } from "../findExample";

/** What a scene plays on. */
export interface Stage {
  readonly hostUrl: string;
  readonly simulatorUrl: string;
  readonly flow: Flow;
  readonly logs: LogFeed;
  readonly example: Example;
}

/** One thing done or waited for, bounded in time. */
export interface Step {
  readonly says: string;
  /** Resolves with what to show, if anything; throws with what did not happen. */
  readonly act: () => Promise<string | undefined>;
}

/** A story of one trigger; its steps share what they learn. */
export interface Scene {
  readonly title: string;
  readonly steps: (stage: Stage) => readonly Step[];
}
