/**
 * Access tokens for the CI API: how they are requested, kept and renewed.
 */

/** `expiresAt` is in milliseconds since 1970; a token that has none is requested before every call. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt?: number;
}

export interface Tokens {
  /** The token to send now. Rejects with the reason when there is none. */
  readonly get: () => Promise<string>;
  /** Forgets a token that the source refused; a newer one is kept. */
  readonly drop: (token: string) => void;
}

interface TokenDeps {
  readonly requestToken: () => Promise<AccessToken>;
  readonly now: () => Date;
}

/** Long enough that a call which starts now ends before its token expires. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Keeps one token for all calls until shortly before it expires, and requests a new one once at a time. */
export function createTokens({ requestToken, now }: TokenDeps): Tokens {
  let kept: AccessToken | undefined;
  let pending: Promise<AccessToken> | undefined;

  async function renew(): Promise<AccessToken> {
    try {
      kept = await requestToken();
      return kept;
    } catch (error) {
      if (kept && lasts(kept, 0)) return kept;
      throw error;
    } finally {
      pending = undefined;
    }
  }

  const lasts = ({ expiresAt = 0 }: AccessToken, forMs: number): boolean => now().getTime() + forMs < expiresAt;

  return {
    get: async () => (kept && lasts(kept, RENEW_BEFORE_MS) ? kept : await (pending ??= renew())).token,
    drop: (token) => {
      if (kept?.token === token) kept = undefined;
    },
  };
}

const SCOPE = "https://api.ci.ai.microsoft.com/.default";

/**
 * Asks Entra for a token, each time with a fresh credential: a credential has a cache of its own, which would keep
 * returning a token that the source refuses. (For managed identities that cache belongs to the process and cannot be
 * avoided.) Rejects with the library's errors.
 */
export async function requestEntraToken(auth: SourceAuth, abortSignal: AbortSignal): Promise<AccessToken> {
  if (auth.kind === "token") return { token: auth.token };
  const credential = await createCredential(auth);
  const given = await credential.getToken(SCOPE, { abortSignal });
  return { token: given.token, expiresAt: given.expiresOnTimestamp };
}

/** Imports @azure/identity only here, because it is slow to load and a host that never polls does not need it. */
async function createCredential(auth: Exclude<SourceAuth, { kind: "token" }>) {
  const identity = await import("@azure/identity");
  if (auth.kind === "client-secret") {
    return new identity.ClientSecretCredential(auth.tenantId, auth.clientId, auth.clientSecret);
  }
  if (auth.kind === "default") return new identity.DefaultAzureCredential();
  return new identity.ManagedIdentityCredential(auth.clientId === undefined ? {} : { clientId: auth.clientId });
}

/** The result of `start`; rejects when there is none within `timeoutMs`, and aborts the signal of `start` then. */
export async function withDeadline<T>(start: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Some libraries ignore the signal, so the wait itself ends too.
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs / 1000} seconds`));
      stop.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([start(stop.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** The credentials that the app uses at the source. */
export type SourceAuth =
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "client-secret";
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | { readonly kind: "managed-identity"; readonly clientId?: string }
  /** Any credential that the machine offers: environment, managed identity, the developer's own login. */
  | { readonly kind: "default" };
