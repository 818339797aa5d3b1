import { field } from "../reading/field";
import { isObject } from "../reading/isObject";
import { toText } from "../reading/toText";
import { parseJson } from "./parseJson";

const NAME = /^[\w$.-]{1,100}$/;

/** What of the request an error body is about, such as `$filter`, in either form (A19); undefined when it names nothing. */
export function toErrorTarget(body: string): string | undefined {
  const json = parseJson(body);
  const wrapped = field(json, "error");
  const target = toText(field(isObject(wrapped) ? wrapped : json, "target"));
  return target !== undefined && NAME.test(target) ? target : undefined;
}
