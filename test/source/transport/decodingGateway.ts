/** Decodes as careless servers do: single bytes, `%uXXXX`, overlong forms, and wide characters as plain ones. */
function decodePass(path: string): string {
  const bytes = Buffer.from(path)
    .toString("latin1")
    .replaceAll(/%u([\da-f]{4})|%([\da-f]{2})/gi, (_, wide: string | undefined, byte: string) =>
      wide === undefined
        ? String.fromCharCode(parseInt(byte, 16))
        : Buffer.from(String.fromCharCode(parseInt(wide, 16))).toString("latin1"),
    )
    .replaceAll(
      /[\u00c0\u00c1]([\u0080-\u00bf])|\u00e0\u0080([\u0080-\u00bf])/g,
      (form: string, short: string = "", long: string = "") =>
        String.fromCharCode(((form.charCodeAt(0) & 1) << 6) | ((short || long).charCodeAt(0) & 0x3f)),
    );
  return Buffer.from(bytes, "latin1").toString("utf8").normalize("NFKC");
}

/** Resolves dot segments, as servers do that take a backslash for a slash and cut what follows `;`, `?` or `#`. */
function resolveDots(path: string): string {
  const resolved: string[] = [];
  const [kept = ""] = path.split(/[?#\0]/);
  for (const segment of kept.split(/[/\\]/).map((each) => (each.split(";")[0] ?? "").trim())) {
    if (segment === "..") resolved.pop();
    else if (segment !== ".") resolved.push(segment);
  }
  return resolved.join("/");
}

const MOST_PASSES = 12;

/** Each path at which a request may arrive behind gateways that decode it up to twelve times and then resolve it. */
export function pathsBehindGateways(target: string): readonly string[] {
  const passes = [target.split("?")[0] ?? ""];
  while (passes.length <= MOST_PASSES) passes.push(decodePass(passes.at(-1) ?? ""));
  return passes.map(resolveDots);
}
