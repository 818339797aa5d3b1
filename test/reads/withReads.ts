import { HttpRequest, InvocationContext } from "@azure/functions";
import { Ajv } from "ajv";
import { matchRoute } from "../../dev/host/http/matchRoute";
import { parseRoute } from "../../dev/host/http/parseRoute";
import { type Scene } from "../../dev/simulator/world/scene";
import { answer } from "../../shared/http/answer";
import { type SimulatedSource, withSimulatedSource } from "../source/withSimulatedSource";
import { ROUTES } from "./routes";

interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly json: Record<string, unknown>;
}

export interface Reads extends SimulatedSource {
  /** Asks for a path under `/api` as the host would; fails the test when the answer is not as its published schema says. */
  readonly get: (path: string) => Promise<Answered>;
}

const BASE_URL = "https://triggers.example/api";

const ERROR = {
  type: "object",
  additionalProperties: false,
  required: ["error"],
  properties: {
    error: {
      type: "object",
      additionalProperties: false,
      required: ["code", "message"],
      properties: {
        code: { type: "string" },
        message: { type: "string", maxLength: 1_000 },
        target: { type: "string" },
        details: { type: "array", items: { type: "object" } },
      },
    },
  },
};

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const isError = ajv.compile(ERROR);
const TABLE = ROUTES.map(({ schema, handle }) => ({
  schema,
  handle,
  segments: parseRoute(schema.route),
  isAnswer: ajv.compile(schema.answer),
}));

/** Runs `use` with the routes of reads in front of a simulator whose clock stands still. */
export async function withReads<T>(
  use: (reads: Reads) => Promise<T>,
  options: { readonly scene?: Partial<Scene>; readonly timeoutMs?: number } = {},
): Promise<T> {
  return withSimulatedSource(async (simulated) => {
    const context = new InvocationContext({ functionName: "reads", logHandler: () => undefined });
    const get = async (path: string): Promise<Answered> => {
      const url = new URL(`${BASE_URL}/${path}`);
      for (const { segments, handle, isAnswer } of TABLE) {
        const params = matchRoute(segments, url.pathname.slice("/api".length));
        if (!params) continue;
        const request = new HttpRequest({ method: "GET", url: url.href, params });
        const {
          status = 200,
          headers,
          jsonBody,
        } = await answer(request, context, () => handle(request, simulated.source));
        const isAsDescribed = status === 200 ? isAnswer : isError;
        if (!isAsDescribed(jsonBody)) throw new Error(`${path}: ${status} ${ajv.errorsText(isAsDescribed.errors)}`);
        const retryAfter = (headers as Record<string, string> | undefined)?.["retry-after"];
        return { status, retryAfter, json: jsonBody as Record<string, unknown> };
      }
      throw new Error(`no route takes ${path}`);
    };
    return use({ ...simulated, get });
  }, options);
}
