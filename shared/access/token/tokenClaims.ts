import { guard } from "../../validation/guard";

/** What counts of an access token of Entra, version 1 or 2. */
export interface TokenClaims {
  readonly tid: string;
  /** The user or service principal in its tenant, the same for every app. */
  readonly oid: string;
  /** Of a token for a signed-in user: what the client may do for them. Absent: the client acts for itself. */
  readonly scp?: string;
  /** App roles that an administrator has given to the user or, where there is no user, to the client. */
  readonly roles?: readonly string[];
  /** Object ids. Absent where Entra was not told to send them, or where there are too many for a token. */
  readonly groups?: readonly string[];
}

const TEXT = { type: "string", minLength: 1, maxLength: 256 };
const TEXTS = { type: "array", items: { type: "string", maxLength: 256 }, maxItems: 1_000 };

/** A client (`azp` of version 2, `appid` of version 1) is what an ID token lacks, which may be for the same audience. */
export const checkClaims = guard<TokenClaims>({
  type: "object",
  required: ["tid", "oid"],
  anyOf: [hasText("azp"), hasText("appid")],
  properties: { tid: TEXT, oid: TEXT, scp: { type: "string" }, roles: TEXTS, groups: TEXTS },
});

function hasText(name: string): object {
  return { type: "object", required: [name], properties: { [name]: TEXT } };
}
