import { type IncomingMessage, type RequestListener, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type CallbackRequest } from "../../shared/delivery/buildCallback";
import { createPost } from "../../shared/delivery/post/createPost";
import { type ReceiverAnswer } from "../../shared/model/delivery";

interface SeenPost {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
}

export interface Receiver {
  readonly url: string;
  readonly seen: SeenPost[];
  readonly post: (changes?: Partial<CallbackRequest>) => Promise<ReceiverAnswer>;
}

export const NOW = new Date("2026-11-20T10:00:00Z");

/** Runs `use` with a POST to a real server that answers with `listener`, and closes the server. */
export async function withReceiver<T>(
  listener: RequestListener,
  use: (receiver: Receiver) => Promise<T>,
  deadlineMs = 5_000,
): Promise<T> {
  const seen: SeenPost[] = [];
  const server = createServer((request, response) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/run?sig=a%2Bb`;
  const post = createPost({ allowedHosts: ["127.0.0.1"], connectionsPerHost: 64 }, () => NOW);
  try {
    return await use({ url, seen, post: (changes) => post({ url, headers: {}, body: "{}", ...changes }, deadlineMs) });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}
