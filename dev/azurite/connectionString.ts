export interface AzuritePorts {
  readonly blob: number;
  readonly queue: number;
  readonly table: number;
}

const ACCOUNT = "devstoreaccount1";
// Not a secret: the key every storage emulator has, https://learn.microsoft.com/azure/storage/common/storage-use-azurite
const ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** With every endpoint spelled out: `UseDevelopmentStorage=true` would mean the default ports. */
export function connectionString(ports: AzuritePorts): string {
  const endpoint = (name: string, port: number): string => `${name}=http://127.0.0.1:${port}/${ACCOUNT}`;
  return [
    "DefaultEndpointsProtocol=http",
    `AccountName=${ACCOUNT}`,
    `AccountKey=${ACCOUNT_KEY}`,
    endpoint("BlobEndpoint", ports.blob),
    endpoint("QueueEndpoint", ports.queue),
    endpoint("TableEndpoint", ports.table),
  ].join(";");
}
