import { type InvocationContext } from "@azure/functions";
import { type Traceparent, parseTraceparent } from "../model/log";
import { type Services } from "./serviceTypes";
import { services } from "./services";

/** Work that no request asked for, as one span with the function's name: a part of `parent`, and linked to the host's own span. */
export function unitOfWork(
  context: InvocationContext,
  work: (deps: Services) => Promise<void>,
  parent?: Traceparent,
): Promise<void> {
  const deps = services(context);
  const links = [parseTraceparent(context.traceContext?.traceParent)];
  return deps.inSpan({ name: context.functionName, kind: "consumer", parent, links }, () => work(deps));
}
