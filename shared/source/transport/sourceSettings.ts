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

export interface SourceSettings {
  /** The address up to and including the version: `https://api.ci.ai.dynamics.com/v1`. */
  readonly baseUrl: string;
  readonly subscriptionKey?: string;
  /** The deadline for headers and body of one answer together. */
  readonly timeoutMs?: number;
  readonly maxAnswerBytes?: number;
  readonly auth: SourceAuth;
}
