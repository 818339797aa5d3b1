import { HttpRequest, type HttpResponseInit, InvocationContext } from "@azure/functions";
import { type Caller, ROLES } from "../../../shared/access/caller";
import { answer } from "../../../shared/http/answer";
import { type Services } from "../../../shared/runtime/serviceTypes";
import { aCaller } from "../../builders/aCaller";
import { type Chance } from "../../faults/schedules/chance";
import { fillWorld } from "../fillWorld";
import { fuzzWorld } from "../fuzzWorld";
import { mutateText } from "../hostile";
import { type FuzzTarget, must } from "../target";
import { type Answers, checkAnswer, nextLink } from "./checkAnswer";

/** What a request holds, by its place. */
export interface Aimed {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FuzzedRoute {
  /** The registered name of its function. */
  readonly name: string;
  readonly aim: (chance: Chance) => Aimed;
  /** The function's handler as its file in functions/ composes it. */
  readonly handle: (request: HttpRequest, caller: Caller, deps: Services) => Promise<HttpResponseInit>;
  readonly answers: Answers;
}

const KEY = { "x-api-key": "k".repeat(43) };
const MOST_PAGES = 4;

/** Asks a route for what `aim` makes, in a world that is empty or has something stored, and follows the links it gives. */
export function httpTarget({ name, aim, handle, answers }: FuzzedRoute): FuzzTarget {
  return {
    name: `http ${name}`,
    makeCase: (chance) => {
      const aimed = aim(chance);
      const { deps } = fuzzWorld(chance);
      const caller = someCaller(chance);
      const services = (): Services => ({ ...deps, identifyCaller: async () => ({ outcome: "known", caller }) });
      const ask = async (asked: Aimed): Promise<HttpResponseInit> => {
        const said: string[] = [];
        const logHandler = (level: string, ...words: unknown[]): void =>
          void (level === "error" && said.push(words.join(" ")));
        const context = new InvocationContext({ functionName: name, logHandler });
        const request = toRequest(asked);
        const answered = await answer(request, context, { group: "read", services }, (known) =>
          handle(request, known, deps),
        );
        checkAnswer(answered, answers, said);
        return answered;
      };
      return {
        input: aimed,
        run: async () => {
          if (chance.hit(0.5)) await fillWorld(deps);
          let answered = await ask(aimed);
          for (let pages = 1; pages < MOST_PAGES; pages += 1) {
            const link = nextLink(answered);
            if (link === undefined) return;
            must(answered.status === 200, `an answer ${answered.status} with a link`);
            answered = await ask({ ...aimed, query: followed(link, chance) });
          }
        },
      };
    },
  };
}

/** Mostly one who may do everything: refusals are short. */
function someCaller(chance: Chance): Caller {
  if (chance.hit(0.95)) return aCaller();
  return aCaller({ roles: ["read", ...ROLES.filter(() => chance.hit(0.5))], instances: [] });
}

function followed(link: string, chance: Chance): Record<string, string> {
  const query = [...new URL(link).searchParams];
  return Object.fromEntries(query.map(([key, value]) => [key, chance.hit(0.2) ? mutateText(chance, value) : value]));
}

function toRequest({ params, query = {}, headers = {}, body }: Aimed): HttpRequest {
  return new HttpRequest({
    method: body === undefined ? "GET" : "POST",
    url: "https://triggers.example/api/x",
    params,
    query,
    headers: { ...KEY, ...headers },
    ...(body !== undefined && { body: { string: body } }),
  });
}
