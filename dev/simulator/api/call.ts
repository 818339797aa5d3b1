import { type IncomingHttpHeaders } from "node:http";
import { type Answer } from "../http/answer";
import { type Instance, type World } from "../world/model";
import { type Refusal } from "./refuse";

/** A call of an operation, after its credentials, path and instance were found good. */
export interface ApiCall {
  readonly world: World;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Scheme, host and port the caller used. */
  readonly origin: string;
  readonly prefix: "v1" | "api";
  readonly refuse: (refusal: Refusal) => Answer;
}

export interface InstanceCall extends ApiCall {
  readonly instance: Instance;
}

export type InstanceHandler = (call: InstanceCall) => Answer;
