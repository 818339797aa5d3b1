/** The deployment that a package is made for, and the command line that gives it. */
import { parseArgs } from "node:util";
import { defined } from "../../shared/model/defined";

/** The values that differ from one deployment to the next. */
export interface Deployment {
  /** The host of `PUBLIC_BASE_URL`. */
  readonly host: string;
  /** The path of `PUBLIC_BASE_URL`. */
  readonly basePath: string;
  /** Application id of the connector's own registration. */
  readonly clientId: string;
  /** The app's id URI, one of `ENTRA_AUDIENCES`. */
  readonly resource: string;
  /** The Entra tenant; `common` stands for any. */
  readonly tenant: string;
}

/** The values in the repository's own copy; no deployment has these. */
export const EXAMPLE: Deployment = {
  host: "triggers.example.org",
  basePath: "/api",
  clientId: "00000000-0000-0000-0000-000000000000",
  resource: "api://customer-insights-triggers",
  tenant: "common",
};

export interface GenerateOptions {
  readonly deployment: Deployment;
  /** The output folder; if absent, the repository's own. */
  readonly out?: string;
  /** True when the package becomes the last release, with which later ones are compared. */
  readonly release: boolean;
}

const CHECKS = {
  host: { pattern: /^[a-z0-9.-]+$/i, what: "a host name, without https:// and path" },
  "base-path": { pattern: /^\/[\w/-]*$/, what: "a path that begins with /" },
  "client-id": { pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, what: "an application id (a uuid)" },
  resource: { pattern: /^\S+$/, what: "an id URI such as api://…" },
  tenant: { pattern: /^[\w.-]+$/, what: "a tenant's id or domain, or common" },
} as const;

/** Parses the command line. Throws naming the flag that is wrong. */
export function parseDeployment(args: readonly string[]): GenerateOptions {
  const text = { type: "string" } as const;
  const options = { host: text, "base-path": text, "client-id": text, resource: text, tenant: text, out: text };
  const { values } = parseArgs({
    args: [...args],
    options: { ...options, release: { type: "boolean" } },
    strict: true,
  });
  for (const [flag, { pattern, what }] of Object.entries(CHECKS)) {
    const value = values[flag as keyof typeof CHECKS];
    if (value !== undefined && !pattern.test(value)) throw new Error(`--${flag} must be ${what}, got "${value}"`);
  }
  const { host, "base-path": basePath, "client-id": clientId, resource, tenant, out, release = false } = values;
  const given = Object.entries({ host, basePath, clientId, resource, tenant }).filter(
    ([, value]) => value !== undefined,
  );
  return { deployment: { ...EXAMPLE, ...Object.fromEntries(given) }, ...defined({ out }), release };
}
