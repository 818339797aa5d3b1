import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer, request } from "node:http";
import { type AddressInfo } from "node:net";

/** `answers`: writes are done and their answers lost; `writes`: they are lost on their way. */
interface Loss {
  readonly what: "answers" | "writes";
  /** Sends in a row; the SDK sends a write up to four times. */
  readonly times: number;
}

interface LossyProxy {
  readonly port: number;
  /** From the next write on. */
  lose(loss: Loss): void;
  /** Requests that came, of any method, whose URL has this in it. */
  requests(inUrl?: string): number;
  close(): Promise<void>;
}

/** Stands before a store and cuts connections at the worst moment. Reads always come through. */
export async function openLossyProxy(targetPort: number): Promise<LossyProxy> {
  let loss: Loss | undefined;
  const urls: string[] = [];
  const takeLoss = (method = ""): Loss["what"] | undefined => {
    if (!loss || method === "GET") return undefined;
    const { what, times } = loss;
    loss = times > 1 ? { what, times: times - 1 } : undefined;
    return what;
  };
  const server = createServer((incoming, outgoing) => {
    urls.push(incoming.url ?? "");
    const lost = takeLoss(incoming.method);
    if (lost === "writes") incoming.socket.destroy();
    else forward(incoming, outgoing, { targetPort, loseAnswer: lost === "answers" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    lose: (next) => (loss = next),
    requests: (inUrl = "") => urls.filter((url) => url.includes(inUrl)).length,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { targetPort, loseAnswer }: { readonly targetPort: number; readonly loseAnswer: boolean },
): void {
  const { method, url, headers } = incoming;
  const upstream = request({ host: "127.0.0.1", port: targetPort, method, path: url, headers, agent: false });
  upstream.on("error", () => incoming.socket.destroy());
  upstream.on("response", (answer) => {
    if (loseAnswer) {
      answer.resume();
      answer.on("end", () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(upstream);
}
