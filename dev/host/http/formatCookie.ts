import { type CookieData } from "../worker/coreTypes";

const SAME_SITE = { lax: "lax", strict: "strict", explicitNone: "none", none: undefined } as const;

/** A `Set-Cookie` header as ASP.NET writes it: value escaped, path `/` unless given. */
export function formatCookie(cookie: CookieData): string {
  const { name, value, domain, path, maxAge } = cookie;
  const attributes = [
    formatExpires(cookie),
    maxAge && `max-age=${Math.floor(maxAge.value)}`,
    domain && `domain=${domain.value}`,
    `path=${path?.value ?? "/"}`,
    ...formatProtection(cookie),
  ];
  return [`${name}=${escapeData(value)}`, ...attributes].filter((part) => part !== undefined).join("; ");
}

function formatExpires({ expires }: CookieData): string | undefined {
  return expires && `expires=${new Date(expires.value.seconds * 1_000).toUTCString()}`;
}

function formatProtection({ secure, sameSite, httpOnly }: CookieData): (string | undefined)[] {
  const site = SAME_SITE[sameSite ?? "none"];
  return [secure?.value ? "secure" : undefined, site && `samesite=${site}`, httpOnly?.value ? "httponly" : undefined];
}

function escapeData(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
