import { once } from "node:events";
import { type IncomingHttpHeaders, createServer, request } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface EchoProxy {
  readonly port: number;
  /** Answers with `status` from now on, repeating all that was sent, until told `undefined`. */
  fail(status: number | undefined): void;
  /** Requests that were answered so. */
  failed(): number;
  close(): Promise<void>;
}

/** Stands before a server on this machine. When it fails, its error repeats address, headers and body of the request. */
export async function openEchoProxy(
  targetPort: number,
  changeHeaders: (headers: IncomingHttpHeaders) => IncomingHttpHeaders = (headers) => headers,
): Promise<EchoProxy> {
  let status: number | undefined;
  let failed = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, url = "", headers } = incoming;
    if (status !== undefined) {
      failed += 1;
      const failure = status;
      void text(incoming).then((body) => {
        const said = [
          `${method} ${url}`,
          ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
          body,
        ];
        return outgoing.writeHead(failure, { "content-type": "application/json" }).end(toError(said.join(" | ")));
      });
      return;
    }
    const upstream = request({
      host: "127.0.0.1",
      port: targetPort,
      method,
      path: url,
      headers: changeHeaders(headers),
      agent: false,
    });
    upstream.on("error", () => incoming.socket.destroy());
    upstream.on("response", (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)));
    incoming.pipe(upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    fail: (next) => (status = next),
    failed: () => failed,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** In the forms of CI, of Table storage and of a receiver. */
function toError(said: string): string {
  const message = { lang: "en-US", value: said };
  return JSON.stringify({
    error: { code: said.slice(0, 90), message: said },
    "odata.error": { code: "InternalError", message },
  });
}
