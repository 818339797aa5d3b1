import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import { type AddressInfo } from "node:net";

export interface StubAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON. */
  readonly body?: string | object;
}

export interface StubServer {
  /** The connection string of an account whose tables and queues this server is. */
  readonly connectionString: string;
  /** `METHOD path`, without the query, in the order in which they came. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export const STUB_KEY = Buffer.from("the account's key").toString("base64");

/** Answers as told, to play what Azurite does not: short pages, tables that are being deleted, errors of the service. */
export async function openStubServer(answer: (request: IncomingMessage) => StubAnswer): Promise<StubServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${new URL(request.url ?? "", "http://stub").pathname}`);
    request.resume();
    request.on("end", () => {
      const { status, headers, body } = answer(request);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "object" ? JSON.stringify(body) : body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stub`;
  return {
    connectionString: [
      "DefaultEndpointsProtocol=http;AccountName=stub",
      `AccountKey=${STUB_KEY};TableEndpoint=${url};QueueEndpoint=${url}`,
    ].join(";"),
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** The body of an error of Table storage. */
export function tableError(code: string): object {
  return { "odata.error": { code, message: { lang: "en-US", value: `${code} happened.\nRequestId:1` } } };
}
