import { readContract, readRoute } from "../../../dev/simulator/api/contract";
import { createContractCheck } from "./createContractCheck";

export interface Exchange {
  readonly method: string;
  /** Path and query, from `/v1` on. */
  readonly address: string;
  readonly status: number;
  readonly body: string;
}

const operations = readContract();
const { check } = createContractCheck();

/** What of an answer is not as the source's contract says. Paths that it does not know are the gateway's to refuse. */
export function findBreaches({ method, address, status, body }: Exchange): readonly string[] {
  const path = /^\/v1(?<path>\/[^?]*)/.exec(address)?.groups?.["path"];
  const route = path === undefined ? undefined : readRoute(operations, method, path, "both");
  if (!route || (status === 404 && isGateways(body))) return [];
  return checkBody(route.operation.operationId, status, body).map(
    (wrong) => `${method} ${address}: ${status} ${wrong}`,
  );
}

function checkBody(operationId: string, status: number, body: string): readonly string[] {
  try {
    return check(operationId, status, body);
  } catch (error) {
    if (error instanceof SyntaxError) return ["no JSON"];
    throw error;
  }
}

/** In a dialect that does not answer (`dialects` of the scene). */
function isGateways(body: string): boolean {
  return body === '{"statusCode":404,"message":"Resource not found"}';
}
