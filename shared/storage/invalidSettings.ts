import { CodedError } from "../model/errors";

/** The message keeps what was wrong to itself: a connection string holds the account's key. */
export function invalidSettings(settings: { readonly kind: string }): CodedError {
  const meant = settings.kind === "identity" ? "its service URI" : "the connection string";
  return new CodedError("invalid-settings", `storage cannot be opened: ${meant} is not valid`, {
    target: settings.kind,
  });
}
