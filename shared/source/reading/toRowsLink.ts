import { type RowsLink } from "../../model/entity";

const MOST_CHARACTERS = 2_000;
/** Ours to send, or of another kind of answer; a link must not bring them in. */
const NEVER = ["subscription-key", "proxy"];
/** They change from page to page. */
const NEVER_KEPT = ["$top", "$skip"];
/** Only its path and query are looked at: no link names a host that we would call. */
const NO_HOST = "http://source.invalid";

interface Asked {
  /** Segments below the base address. */
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/**
 * What an `@odata.nextLink` asks, absolute or relative, in terms of what was asked. `unusable` when it leads to anything but
 * the same rows, asks nothing new, or is too long to be handed to a caller.
 */
export function toRowsLink(seen: unknown, { path, options }: Asked): RowsLink | "unusable" {
  const here = `${NO_HOST}/${path.map(encodeURIComponent).join("/")}`;
  if (typeof seen !== "string" || !URL.canParse(seen, here)) return "unusable";
  const { pathname, search } = new URL(seen, here);
  if (!isSamePath(pathname, path)) return "unusable";
  const parts = search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !NEVER.includes(nameOf(part)));
  const kept = Object.keys(options).filter(
    (name) => !NEVER_KEPT.includes(name) && parts.some((part) => isOption(part, name, options[name])),
  );
  const rest = parts.filter((part) => !kept.some((name) => isOption(part, name, options[name]))).join("&");
  return rest === "" || rest.length > MOST_CHARACTERS ? "unusable" : { kept, rest };
}

/** Whatever stands before: a gateway's own prefix, or that of what lies behind it. */
function isSamePath(pathname: string, path: readonly string[]): boolean {
  const segments = pathname.split("/").slice(-path.length).map(decode);
  return (
    segments.length === path.length && segments.every((each, at) => each.toLowerCase() === path[at]?.toLowerCase())
  );
}

function isOption(part: string, name: string, value: string | undefined): boolean {
  return nameOf(part) === name && decode(part.slice(part.indexOf("=") + 1).replaceAll("+", " ")) === value;
}

function nameOf(part: string): string {
  return decode(part.split("=")[0] ?? "").toLowerCase();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
