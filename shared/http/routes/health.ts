import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { readCredentials } from "../../access/identifyCaller";
import { CodedError } from "../../model/errors";
import { type HealthReport } from "../../operations/checkHealth";
import { type AccessDeps } from "../answer";
import { type Reply } from "../answerAnyone";

interface HealthServices extends AccessDeps {
  readonly health: () => Promise<HealthReport>;
}

/**
 * 200 or 503 for everybody; what it is that fails only for a caller with a role. Wrong settings are unhealthy too, and as
 * they also say who may call, nobody is told which: they are in the log.
 */
export async function answerHealth(
  request: HttpRequest,
  services: () => HealthServices,
  { note }: Pick<Reply, "note">,
): Promise<HttpResponseInit> {
  const deps = open(services, note);
  if (!deps) return { status: 503, jsonBody: { status: "unhealthy" } };
  const health = await deps.health();
  const { status } = health;
  note({ health: status, storage: health.storage, source: health.source });
  const identified = await deps.identifyCaller(readCredentials(request.headers));
  const mayKnow = identified.outcome === "known" && identified.caller.roles.length > 0;
  return { status: status === "healthy" ? 200 : 503, jsonBody: mayKnow ? { settings: "ok", ...health } : { status } };
}

function open(services: () => HealthServices, note: Reply["note"]): HealthServices | undefined {
  try {
    return services();
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "invalid-settings") throw error;
    note({ health: "unhealthy", settings: error.message });
    return undefined;
  }
}
