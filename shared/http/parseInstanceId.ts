import { type HttpRequest } from "@azure/functions";
import { RequestProblem } from "./requestProblem";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The route's instance in lower case; throws the problem of an unknown one when it is no uuid. */
export function parseInstanceId({ params }: HttpRequest): string {
  const { instanceId = "" } = params;
  if (!UUID.test(instanceId)) throw unknownInstance(instanceId);
  return instanceId.toLowerCase();
}

export function unknownInstance(instanceId: string): RequestProblem {
  const message = `There is no instance '${instanceId.slice(0, 100)}', or this service may not see it.`;
  return new RequestProblem(404, "UnknownInstance", message, { target: "instanceId" });
}
