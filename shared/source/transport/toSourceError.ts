import { field } from "../reading/field";
import { isObject } from "../reading/isObject";
import { toText } from "../reading/toText";
import { parseJson } from "./parseJson";

/**
 * What an error body says, `code: message`: flat or wrapped in `error`, of the API, its OData part or its gateway
 * (reference 2.5, A19). Empty when the body is none of these; a page of a proxy is not repeated.
 */
export function toSourceError(body: string): string {
  const json = parseJson(body);
  const wrapped = field(json, "error");
  const error = isObject(wrapped) ? wrapped : json;
  const code = toText(field(error, "errorCode")) ?? toText(field(error, "code"));
  return [code, toText(field(error, "message"))].filter((part) => part !== undefined).join(": ");
}
