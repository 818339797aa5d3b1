/** Who signs version 1 tokens in the cloud that has this sign-in host; the public and the US cloud share one. */
const ISSUER_HOSTS: Readonly<Record<string, string>> = {
  "login.partner.microsoftonline.cn": "sts.chinacloudapi.cn",
  "login.chinacloudapi.cn": "sts.chinacloudapi.cn",
};

/** The `iss` of a tenant's tokens, version 1 and 2 (learn.microsoft.com/entra/identity-platform/access-tokens). */
export function issuersOf(tenantId: string, authority: string): string[] {
  const host = ISSUER_HOSTS[new URL(authority).hostname] ?? "sts.windows.net";
  return [`https://${host}/${tenantId}/`, `${authority}/${tenantId}/v2.0`];
}
