import { type InSpan } from "../model/log";
import { type JsonAnswer } from "./transport/requestJson";

/** One call to the source as a span, without the wait for its turn. Its address is not told: it has names of customers' data in it. */
export function traceCall(name: string, inSpan: InSpan, make: () => Promise<JsonAnswer>): Promise<JsonAnswer> {
  return inSpan({ name, kind: "client", attributes: { "peer.service": "customer-insights" } }, async (note) => {
    const answer = await make();
    const status = answer.ok ? answer.status : answer.failure.status;
    note(
      status === undefined ? {} : { "http.response.status_code": status },
      answer.ok ? undefined : answer.failure.kind,
    );
    return answer;
  });
}
