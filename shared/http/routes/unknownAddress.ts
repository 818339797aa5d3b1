/**
 * The answer to what no route takes: 404 for an address that does not exist, 405 for a method that an address does not
 * have, both in the form of all problems. The host would answer an empty 404 to both.
 */
import { type HttpMethod, type HttpRequest, type InvocationContext } from "@azure/functions";
import { type Reply, type SeenPorts, answerAnyone } from "../answerAnyone";
import { RequestProblem } from "../problems";
import { type AnyRoute, type Registration, methodsOf } from "../route";

/** TRACE and CONNECT are missing: the library cannot make a request of them. */
const METHODS: HttpMethod[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * The registration of what takes every address. The host tries functions in the order of their names, so this one's
 * name has to be the last. It is open to all and asks nothing of storage: what addresses there are is no secret.
 */
export function serveUnknown(
  routes: readonly Pick<AnyRoute<never>, "path" | "method" | "alsoHead">[],
  services: (context: InvocationContext) => SeenPorts,
): Registration {
  const handler: Registration["handler"] = (request, context) =>
    answerAnyone(request, context, services, async (reply) => {
      throw problemOf(request, routes, reply);
    });
  return { methods: METHODS, authLevel: "anonymous", route: "{*path}", handler };
}

function problemOf(
  { method, params }: HttpRequest,
  routes: Parameters<typeof serveUnknown>[0],
  { addHeaders }: Pick<Reply, "addHeaders">,
): RequestProblem {
  const { path = "" } = params;
  const here = routes.filter((route) => isAddressOf(path, route.path));
  const allowed = METHODS.filter((each) => here.some((route) => methodsOf(route).includes(each)));
  if (allowed.length === 0) {
    const message = `There is no address '${path.slice(0, 100)}' here.`;
    return new RequestProblem(404, "UnknownAddress", message);
  }
  const allow = allowed.join(", ");
  addHeaders({ allow });
  return new RequestProblem(405, "MethodNotAllowed", `This address does not take ${method}, only ${allow}.`);
}

/** True for a path that fits a route's address: as for the host, case does not matter, and a parameter is not empty. */
function isAddressOf(path: string, address: string): boolean {
  const parts = path.replace(/\/$/, "").split("/");
  const expected = address.split("/");
  return (
    parts.length === expected.length &&
    expected.every((each, index) => {
      const part = parts[index] ?? "";
      return each.startsWith("{") ? part !== "" : part.toLowerCase() === each.toLowerCase();
    })
  );
}
