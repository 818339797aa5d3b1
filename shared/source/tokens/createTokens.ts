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
