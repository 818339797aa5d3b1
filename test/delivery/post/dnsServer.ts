import { type RemoteInfo, createSocket } from "node:dgram";
import { type LookupAddress } from "node:dns";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { type Resolve } from "../../../shared/delivery/post/dial";

const A = 1;
const HEADER_BYTES = 12;

export interface DnsServer {
  /** Asks this server, over UDP. */
  readonly resolve: Resolve;
  /** How many questions it was asked. */
  readonly asked: () => number;
}

/** Runs `use` with a DNS server whose n-th answer holds the n-th list of IPv4 addresses, with no time to live; the last repeats. */
export async function withDnsServer<T>(
  answers: readonly (readonly string[])[],
  use: (server: DnsServer) => Promise<T>,
): Promise<T> {
  let asked = 0;
  const socket = createSocket("udp4");
  socket.on("message", (question: Buffer, { port, address }: RemoteInfo) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    socket.send(toAnswer(question, addresses), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver({ timeout: 5_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const resolve = async (hostname: string): Promise<LookupAddress[]> =>
    (await resolver.resolve4(hostname)).map((address) => ({ address, family: 4 }));
  try {
    return await use({ resolve, asked: () => asked });
  } finally {
    resolver.cancel();
    socket.close();
  }
}

/** RFC 1035 4.1: the question's header and section, then one A record for each address. */
function toAnswer(question: Buffer, addresses: readonly string[]): Buffer {
  const header = Buffer.from(question.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(addresses.length, 6);
  header.writeUInt16BE(0, 10);
  // The name ends with an empty label, then come type and class.
  const section = question.subarray(HEADER_BYTES, question.indexOf(0, HEADER_BYTES) + 5);
  return Buffer.concat([header, section, ...addresses.map(toRecord)]);
}

function toRecord(address: string): Buffer {
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc000 + HEADER_BYTES, 0);
  record.writeUInt16BE(A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(0, 6);
  record.writeUInt16BE(4, 10);
  return Buffer.concat([record, Buffer.from(address.split(".").map(Number))]);
}
