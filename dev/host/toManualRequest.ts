import { type HostedFunction } from "./hostedFunction";
import { toQueueRequest } from "./queue/toQueueRequest";
import { toTimerRequest } from "./timer/toTimerRequest";
import { type InvocationRequest } from "./worker/coreTypes";

/** The request of a function started by `POST /admin/functions/{name}`: `input` is a message, or the body of a POST. */
export function toManualRequest(fn: HostedFunction, input: string, origin: string): InvocationRequest {
  switch (fn.kind) {
    case "timer":
      return toTimerRequest(fn.inputName, undefined, false);
    case "queue":
      return toQueueRequest(fn, { bytes: Buffer.from(input), text: input, isUtf8: true }, undefined);
    case "http": {
      const body = input === "" ? {} : { body: { bytes: Buffer.from(input) } };
      const empty = { nullableHeaders: {}, nullableParams: {}, nullableQuery: {} };
      const http = { url: `${origin}/${fn.route}`, method: fn.methods[0] ?? "POST", ...empty, ...body };
      return { inputData: [{ name: fn.inputName, data: { http } }] };
    }
    default:
      return fn satisfies never;
  }
}
