/**
 * The route that monitors ask whether the service is well. The checks themselves stand in `operations/checkHealth.ts`.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { readCredentials } from "../../access/identifyCaller";
import { CodedError } from "../../model/errors";
import { type Reply } from "../answerAnyone";
import { type HttpPorts } from "../ports";
import { type OpenRoute } from "../route";
import { type BodySchema, TIME, textSchema } from "../schema";

type HealthPorts = Pick<HttpPorts, "health" | "identifyCaller">;

const HEALTH: BodySchema = {
  title: "Health",
  type: "object",
  additionalProperties: false,
  required: ["status"],
  properties: {
    status: textSchema("Status", "Whether the service is well.", { enum: ["healthy", "unhealthy"] }),
    settings: textSchema("Settings", "Whether the settings could be read; only for a caller with a role."),
    storage: textSchema("Storage", "How the storage answers; only for a caller with a role."),
    queues: textSchema("Queues", "How the queues answer, and which stand still; only for a caller with a role."),
    timers: textSchema("Timers", "Which timers stand still; only for a caller with a role."),
    polls: textSchema("Polls", "Whether instances are looked at when it is time; only for a caller with a role."),
    source: textSchema("Source", "How Customer Insights answers; only for a caller with a role."),
    checkedAt: textSchema("Checked At", "When this was found out; only for a caller with a role.", TIME),
  },
};

/** Open to all: load balancers and monitors have no credentials, and learn no more than yes or no. */
export const CHECK_HEALTH_ROUTE: OpenRoute<HealthPorts> = {
  operation: "checkHealth",
  method: "GET",
  path: "health",
  summary: "Check the health of the service",
  description: "Checks whether storage, queues and Customer Insights answer, and whether the service goes on.",
  parameters: [],
  answers: { 200: HEALTH, 503: HEALTH },
  role: "none",
  handle: answerHealth,
};

/**
 * 200 or 503 for everybody; a caller with a role also learns which part fails. Wrong settings are unhealthy too. They
 * also say who may call, so only the log names them.
 */
export async function answerHealth(
  request: HttpRequest,
  services: () => HealthPorts,
  { note }: Pick<Reply, "note">,
): Promise<HttpResponseInit> {
  const deps = open(services, note);
  if (!deps) return { status: 503, jsonBody: { status: "unhealthy" } };
  const health = await deps.health();
  const { status, checkedAt: _checkedAt, ...parts } = health;
  note({ health: status, ...parts });
  const identified = await deps.identifyCaller(readCredentials(request.headers));
  const mayKnow = identified.outcome === "known" && identified.caller.roles.length > 0;
  return { status: status === "healthy" ? 200 : 503, jsonBody: mayKnow ? { settings: "ok", ...health } : { status } };
}

function open(services: () => HealthPorts, note: Reply["note"]): HealthPorts | undefined {
  try {
    return services();
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "invalid-settings") throw error;
    note({ health: "unhealthy", settings: error.message });
    return undefined;
  }
}
