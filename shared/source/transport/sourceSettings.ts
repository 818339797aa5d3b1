/** How the app proves to the source who it is. */
export type SourceAuth =
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "client-secret";
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | { readonly kind: "managed-identity"; readonly clientId?: string }
  /** Whatever the machine offers: environment, managed identity, the developer's own login. */
  | { readonly kind: "default" };

export interface SourceSettings {
  /** Up to and including the version, `https://api.ci.ai.dynamics.com/v1`. */
  readonly baseUrl: string;
  readonly subscriptionKey?: string;
  /** For headers and body of one answer together. */
  readonly timeoutMs?: number;
  readonly maxAnswerBytes?: number;
  readonly auth: SourceAuth;
}
