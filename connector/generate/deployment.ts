/** What differs from one deployment to the next. */
export interface Deployment {
  /** Of `PUBLIC_BASE_URL`, without scheme. */
  readonly host: string;
  /** Of `PUBLIC_BASE_URL`. */
  readonly basePath: string;
  /** Application id of the connector's own registration. */
  readonly clientId: string;
  /** The app's id URI, one of `ENTRA_AUDIENCES`. */
  readonly resource: string;
  /** Of Entra; `common` for any. */
  readonly tenant: string;
}

/** What the repository's own copy says; no deployment has these. */
export const EXAMPLE: Deployment = {
  host: "triggers.example.org",
  basePath: "/api",
  clientId: "00000000-0000-0000-0000-000000000000",
  resource: "api://customer-insights-triggers",
  tenant: "common",
};
