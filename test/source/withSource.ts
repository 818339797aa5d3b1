import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type Source, type SourceDeps, createSource } from "../../shared/source/createSource";
import { type SourceSettings } from "../../shared/source/transport/connection";

/** What the server saw of one request. */
interface SeenRequest {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

export interface Scene {
  readonly source: Source;
  readonly requests: SeenRequest[];
  readonly lines: Record<string, unknown>[];
  readonly origin: string;
}

export interface SceneOptions {
  readonly settings?: Partial<SourceSettings>;
  readonly deps?: Partial<SourceDeps>;
}

export const NOW = new Date("2026-11-20T10:00:00Z");

/** Runs `use` with a client of a real server that answers with `listener`, and closes both. */
export async function withSource<T>(
  listener: RequestListener,
  use: (scene: Scene) => Promise<T>,
  { settings, deps }: SceneOptions = {},
): Promise<T> {
  const requests: SeenRequest[] = [];
  const lines: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? "", headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = createSource(
    { baseUrl: `${origin}/v1`, auth: { kind: "token", token: "a-token" }, ...settings },
    { now: () => NOW, log: (line) => lines.push(line), ...deps },
  );
  try {
    return await use({ source, requests, lines, origin });
  } finally {
    await source.close();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}

export function answer(response: ServerResponse, status: number, json: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof json === "string" ? json : JSON.stringify(json));
}

/** Answers each path (with its query left out) with its JSON, every other one with 404. */
export function answerPaths(answers: Readonly<Record<string, unknown>>): RequestListener {
  return (request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (Object.hasOwn(answers, path)) answer(response, 200, JSON.stringify(answers[path]));
    else answer(response, 404, { statusCode: 404, message: "Resource not found" });
  };
}
