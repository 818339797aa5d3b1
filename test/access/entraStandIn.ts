import { type CryptoKey, type JWK, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from "jose";
import { type Server, type ServerResponse, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type EntraSettings } from "../../shared/access/caller";

export const TENANT = "11111111-1111-4111-8111-111111111111";
export const OTHER_TENANT = "22222222-2222-4222-8222-222222222222";
export const AUDIENCE = "api://customer-insights-triggers";
export const USER = "33333333-3333-4333-8333-333333333333";

/** Any, also those that are wrong; undefined takes one out. */
export type Claims = Readonly<Record<string, unknown>>;

export interface SigningPair {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function makePair(kid: string): Promise<SigningPair> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig" } };
}

/** What a sign-in host publishes, and how often it was asked. */
export interface Entra {
  readonly authority: string;
  readonly settings: EntraSettings;
  readonly requests: string[];
  /** How requests are answered from now on, by the first part of their path: the tenant. */
  respond: (response: ServerResponse, first: string) => void;
  publish(pairs: readonly SigningPair[]): void;
  stop(): Promise<void>;
}

export async function startEntra(pairs: readonly SigningPair[]): Promise<Entra> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    entra.respond(response, request.url?.split("/")[1] ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const entra: Entra = {
    authority,
    requests,
    settings: { tenants: [TENANT], audiences: [AUDIENCE], authority, permissions: PERMISSIONS },
    respond: () => undefined,
    publish: (published) => {
      entra.respond = (response) => response.end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
    },
    stop: () => stop(server),
  };
  entra.publish(pairs);
  return entra;
}

const PERMISSIONS: EntraSettings["permissions"] = [
  { name: "Data.Read", role: "read" },
  { name: "Triggers.Subscribe", role: "subscribe" },
  { name: "Triggers.Operate", role: "operate" },
];

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Claims of a signed-in user's token, as Entra makes them at version 2, valid for an hour from `at`. */
export function someClaims({ authority }: Pick<Entra, "authority">, at: Date, changes: Claims = {}): JWTPayload {
  const seconds = Math.floor(at.getTime() / 1_000);
  return {
    iss: `${authority}/${TENANT}/v2.0`,
    aud: AUDIENCE,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 3_600,
    tid: TENANT,
    oid: USER,
    sub: "pairwise",
    azp: "44444444-4444-4444-8444-444444444444",
    scp: "Data.Read Triggers.Subscribe",
    ver: "2.0",
    ...changes,
  };
}

export function sign(claims: JWTPayload, { kid, privateKey }: SigningPair): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid }).sign(privateKey);
}
