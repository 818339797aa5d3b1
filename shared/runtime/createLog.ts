import { type InvocationContext } from "@azure/functions";
import { type Log } from "../model/log";

/** Lines of an invocation as one JSON text each, which the host relates to the invocation. */
export function createLog(context: InvocationContext): Log {
  return (line) => context.log(JSON.stringify(line));
}
