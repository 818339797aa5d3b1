/**
 * The messages between a development program and the program that started it, over the channel of Node's child
 * processes.
 */

/** The first message of a child: it is ready, and what it listens on. */
export interface ReadyMessage {
  readonly type: "ready";
  readonly port: number;
  readonly url: string;
  /** Anything else the parent must know, for instance a connection string. */
  readonly details?: Readonly<Record<string, string>>;
}

/** One log line of the function app, as the dev host passes it on. */
export interface LogMessage {
  readonly type: "log";
  readonly level: "trace" | "debug" | "information" | "warning" | "error" | "critical";
  readonly category: "user" | "system";
  readonly functionName?: string;
  readonly invocationId?: string;
  readonly message: string;
}

/** The child could not start; `message` says why in words for the person at the terminal. */
export interface FailedMessage {
  readonly type: "failed";
  readonly message: string;
}

export type ChildMessage = ReadyMessage | LogMessage | FailedMessage;

/** The one message that a parent sends to a child. */
export interface StopMessage {
  readonly type: "stop";
}
