import { type Simulation } from "./simulation";

/** A call of the control interface: the parts of its path that vary, and the parsed body (`{}` when there is none). */
interface ControlCall {
  readonly simulation: Simulation;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Gives the JSON to answer with; throws `ControlError`. */
export type ControlHandler = (call: ControlCall) => unknown;
