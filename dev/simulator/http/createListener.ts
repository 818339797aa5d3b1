import { type IncomingMessage, type ServerResponse } from "node:http";
import { answerApi, type ApiRequest, type ApiResult } from "../api/answerApi";
import { answerFile } from "../api/answerFile";
import { readContract } from "../api/readContract";
import { answerControl } from "../control/answerControl";
import { type Simulation } from "../control/simulation";
import { settle } from "../workflow/settle";
import { readBody } from "./readBody";
import { sendAnswer } from "./sendAnswer";
import { sendSpoiled } from "./sendSpoiled";

const NOWHERE = {
  error: { target: "path", message: "The API is under /v1 and /api; GET /_control shows what there is." },
};

/** Answers every request of the port: the API under `/v1` and `/api`, and the control interface. */
export function createListener(simulation: Simulation): (request: IncomingMessage, response: ServerResponse) => void {
  const operations = readContract();
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (request.destroyed || response.headersSent) return response.destroy();
      // A defect of the simulator, which must not be taken for an answer of the service.
      console.error(error);
      return sendAnswer(response, { status: 599, json: { error: { target: "simulator", message: String(error) } } });
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", headers } = request;
    const url = new URL(request.url ?? "/", `http://${headers.host ?? "localhost"}`);
    const body = await readBody(request);
    if (body === undefined) return sendAnswer(response, { status: 413 });
    settle(simulation.world);
    const area = url.pathname.split("/")[1];
    if (area === "_control") return sendAnswer(response, answerControl(simulation, { method, url, body }));
    const result = answerArea({ method, url, headers, body });
    if (!result) return sendAnswer(response, { status: 404, json: NOWHERE });
    return result.fault ? sendSpoiled(response, result.answer, result.fault) : sendAnswer(response, result.answer);
  }

  function answerArea(request: Omit<ApiRequest, "prefix">): ApiResult | undefined {
    const { world } = simulation;
    const area = request.url.pathname.split("/")[1];
    if (area === "_files") return answerFile(world, request.url, request.headers);
    return area === "v1" || area === "api" ? answerApi(world, operations, { ...request, prefix: area }) : undefined;
  }
}
