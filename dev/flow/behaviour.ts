/**
 * The behaviours that a flow can be set to: the fields, how they are read from JSON or a query, and which behaviour the
 * next callback meets. The answers themselves are in `answers.ts`.
 */

/** The treatment of callbacks, as `PUT /_control/flows/{name}` or the query of a callback URL gives it. */
export interface FlowBehaviour {
  readonly behaviour: BehaviourName;
  /** The number of callbacks that meet the behaviour; later ones are accepted. If absent, all meet it. */
  readonly times?: number;
  /** Belongs to `error` (400 to 599, else 500) and `redirecting` (300 to 399, else 302). */
  readonly status?: number;
  /** Belongs to `throttled` and `error`. */
  readonly retryAfterSeconds?: number;
  /** True writes `retryAfterSeconds` as an HTTP date. */
  readonly retryAfterAsDate?: boolean;
  /** The wait before the answer of `slow`, and between two bytes of the body of `slow-drip`. */
  readonly delayMs?: number;
  /** The length of the body of `slow-drip`. */
  readonly bytes?: number;
  /** The name of the flow that `redirecting` leads to. */
  readonly to?: string;
}

const BEHAVIOUR_NAMES = [
  "accepts",
  "off",
  "deleted",
  "stale",
  "schema-mismatch",
  "gone",
  "unauthorized",
  "forbidden",
  "throttled",
  "error",
  "slow",
  "hanging",
  "slow-drip",
  "redirecting",
  "reset",
] as const;

export type BehaviourName = (typeof BEHAVIOUR_NAMES)[number];

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

/** The behaviour that the query of a callback URL asks for; its other parameters (`sig`, `sp`) are a flow's own. */
export function behaviourOfQuery(query: URLSearchParams): FlowBehaviour | undefined {
  if (!query.has("behaviour")) return undefined;
  return parseBehaviour(Object.fromEntries([...query].filter(([name]) => Object.hasOwn(FIELDS, name))));
}

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

const ACCEPTS: FlowBehaviour = { behaviour: "accepts" };

/** The behaviour that each flow is set to, and how often it was used. */
export interface Flows {
  set(flow: string, behaviour: FlowBehaviour): void;
  /** Forgets one flow, or all of them when no name is given. */
  forget(flow?: string): void;
  list(): readonly (FlowBehaviour & { readonly flow: string; readonly calls: number })[];
  /**
   * The behaviour for the next callback, which is counted. A behaviour that was set wins over one that the URL asks
   * for.
   */
  next(flow: string, asked?: FlowBehaviour): FlowBehaviour;
}

export function createFlows(): Flows {
  const settings = new Map<string, { behaviour: FlowBehaviour; calls: number }>();
  const askedCalls = new Map<string, number>();
  return {
    set: (flow, behaviour) => void settings.set(flow, { behaviour, calls: 0 }),
    forget(flow) {
      const names = flow === undefined ? [...settings.keys(), ...askedCalls.keys()] : [flow];
      for (const name of names) {
        settings.delete(name);
        askedCalls.delete(name);
      }
    },
    list: () => [...settings].map(([flow, { behaviour, calls }]) => ({ flow, ...behaviour, calls })),
    next(flow, asked) {
      const setting = settings.get(flow);
      if (setting) return within(setting.behaviour, ++setting.calls);
      if (!asked) return ACCEPTS;
      const calls = (askedCalls.get(flow) ?? 0) + 1;
      askedCalls.set(flow, calls);
      return within(asked, calls);
    },
  };
}

function within(behaviour: FlowBehaviour, call: number): FlowBehaviour {
  return behaviour.times === undefined || call <= behaviour.times ? behaviour : ACCEPTS;
}
