import { BEHAVIOUR_NAMES, type BehaviourName, type FlowBehaviour } from "./flowBehaviour";

type Parse = (value: unknown) => unknown;

const FIELDS: Readonly<Record<keyof FlowBehaviour, Parse>> = {
  behaviour: oneOf(BEHAVIOUR_NAMES),
  times: wholeNumber(0, 1_000_000),
  status: wholeNumber(200, 599),
  retryAfterSeconds: wholeNumber(0, 31_536_000),
  retryAfterAsDate: truth,
  delayMs: wholeNumber(0, 600_000),
  bytes: wholeNumber(1, 1_000_000),
  to: text,
};

/** The behaviour in a JSON body or, as text, in a query. Throws naming the field that is wrong and what is allowed. */
export function parseBehaviour(input: unknown): FlowBehaviour {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new Error("the body must be an object");
  if (!("behaviour" in input)) throw new Error(`behaviour is missing; it is one of ${BEHAVIOUR_NAMES.join(", ")}`);
  const parsed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(input)) {
    if (!Object.hasOwn(FIELDS, field))
      throw new Error(`${field} is unknown; allowed are ${Object.keys(FIELDS).join(", ")}`);
    try {
      parsed[field] = FIELDS[field as keyof FlowBehaviour](value);
    } catch (error) {
      throw new Error(`${field} must be ${(error as Error).message}, got ${JSON.stringify(value)}`, { cause: error });
    }
  }
  return complete(parsed as unknown as FlowBehaviour);
}

/** The behaviour that the query of a callback URL asks for; its other parameters (`sig`, `sp`) are a flow's own. */
export function behaviourOfQuery(query: URLSearchParams): FlowBehaviour | undefined {
  if (!query.has("behaviour")) return undefined;
  return parseBehaviour(Object.fromEntries([...query].filter(([name]) => Object.hasOwn(FIELDS, name))));
}

function complete(behaviour: FlowBehaviour): FlowBehaviour {
  const [least, most] = behaviour.behaviour === "redirecting" ? [300, 399] : [400, 599];
  const { status = least } = behaviour;
  if (status < least || status > most)
    throw new Error(`status must be from ${least} to ${most} for ${behaviour.behaviour}, got ${status}`);
  if (behaviour.behaviour === "redirecting" && behaviour.to === undefined)
    throw new Error("to is missing; it names the flow to redirect to");
  return behaviour;
}

function oneOf(names: readonly BehaviourName[]): Parse {
  return (value) => {
    if (names.some((name) => name === value)) return value;
    throw new Error(`one of ${names.join(", ")}`);
  };
}

function wholeNumber(least: number, most: number): Parse {
  return (value) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Error(`a whole number from ${least} to ${most}`);
  };
}

function truth(value: unknown): unknown {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new Error("true or false");
}

function text(value: unknown): unknown {
  if (typeof value === "string" && value !== "") return value;
  throw new Error("a text that is not empty");
}
