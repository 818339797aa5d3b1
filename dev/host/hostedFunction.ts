import { type RegisteredFunction } from "./worker/coreTypes";

export type AuthLevel = "anonymous" | "function" | "admin";

interface FunctionBase {
  readonly name: string;
  readonly registered: RegisteredFunction;
  /** The name of the binding that starts the function. */
  readonly inputName: string;
  readonly isDisabled: boolean;
  readonly queueOutputs: readonly QueueOutput[];
}

/** `bindingName` is `$return` for what the function returns. */
export interface QueueOutput {
  readonly bindingName: string;
  readonly queueName: string;
  readonly connection: string;
}

export interface HttpFunction extends FunctionBase {
  readonly kind: "http";
  /** Without the prefix. */
  readonly route: string;
  /** Upper case. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
  /** The name of the binding that holds the response. */
  readonly responseName: string;
}

export interface TimerFunction extends FunctionBase {
  readonly kind: "timer";
  readonly schedule: string;
  readonly runOnStartup: boolean;
  readonly useMonitor: boolean;
}

export interface QueueFunction extends FunctionBase {
  readonly kind: "queue";
  readonly queueName: string;
  readonly connection: string;
  readonly isBinary: boolean;
}

export type HostedFunction = HttpFunction | TimerFunction | QueueFunction;
