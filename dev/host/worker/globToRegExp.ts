const TOKENS = /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|[{]/g;

/** `*`, `?`, `**` and `{a,b}` over slash-separated paths, the whole path; enough for a package's `main`. */
export function globToRegExp(glob: string): RegExp {
  return new RegExp(`^${toSource(glob)}$`);
}

function toSource(glob: string): string {
  return (glob.match(TOKENS) ?? []).map(tokenToSource).join("");
}

function tokenToSource(token: string): string {
  if (token === "**/") return "(?:(?!\\.)[^/]+/)*";
  if (token === "**") return ".*";
  if (token === "*") return "(?!\\.)[^/]*";
  if (token === "?") return "[^/]";
  if (token.startsWith("{") && token.endsWith("}"))
    return `(?:${token.slice(1, -1).split(",").map(toSource).join("|")})`;
  return token.replace(/[.+^$()|[\]\\{}]/g, "\\$&");
}
