import { type SourceAuth } from "./sourceSettings";

/** `expiresAt` in milliseconds since 1970; a token without it is asked for before every call. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt?: number;
}

export interface Tokens {
  /** The token to send now. Rejects with what went wrong when none can be had. */
  readonly get: () => Promise<string>;
  /** Forgets a token that the source refused; a newer one is kept. */
  readonly drop: (token: string) => void;
}

interface TokenDeps {
  readonly requestToken: () => Promise<AccessToken>;
  readonly now: () => Date;
}

// Long enough for a call that starts now to end before the token does.
const RENEW_BEFORE_MS = 5 * 60_000;

/** One token shared by all calls: kept until shortly before it expires, one request for a new one at a time. */
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
 * Asks Entra for a token, each time with a fresh credential: a credential has a cache of its own, which would go on
 * giving a token that the source refuses. (For managed identities that cache belongs to the process and cannot be
 * passed by.) Rejects with the library's errors.
 */
export async function requestEntraToken(auth: SourceAuth, abortSignal: AbortSignal): Promise<AccessToken> {
  if (auth.kind === "token") return { token: auth.token };
  const credential = await createCredential(auth);
  const given = await credential.getToken(SCOPE, { abortSignal });
  return { token: given.token, expiresAt: given.expiresOnTimestamp };
}

/** Imports @azure/identity only here, because it is slow to load and a host that never polls needs none of it. */
async function createCredential(auth: Exclude<SourceAuth, { kind: "token" }>) {
  const identity = await import("@azure/identity");
  if (auth.kind === "client-secret") {
    return new identity.ClientSecretCredential(auth.tenantId, auth.clientId, auth.clientSecret);
  }
  if (auth.kind === "default") return new identity.DefaultAzureCredential();
  return new identity.ManagedIdentityCredential(auth.clientId === undefined ? {} : { clientId: auth.clientId });
}

/** What `start` gives, or a rejection when it gave nothing within `timeoutMs`; its signal says when to stop trying. */
export async function withDeadline<T>(start: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Not everything looks at the signal, so the wait itself ends too.
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
