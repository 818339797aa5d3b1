import { type HttpRequest } from "@azure/functions";

const MOST_CHARACTERS = 400;

/** The route's item, and whether any item can have that id. */
export function readItemId({ params }: Pick<HttpRequest, "params">): {
  readonly itemId: string;
  readonly isPossible: boolean;
} {
  const itemId = decodeOnce(params["itemId"] ?? "");
  const isPossible = itemId !== "" && itemId.length <= MOST_CHARACTERS && !/[\p{Cc}\p{Surrogate}]/u.test(itemId);
  return { itemId, isPossible };
}

/**
 * The host leaves an encoded slash as it is, and connectors encode an id twice so that any id can pass
 * (reference/connector-rules.md R40). What is not encoded once more is taken as it is.
 */
function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
