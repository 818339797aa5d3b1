import { HttpRequest, type HttpResponseInit, InvocationContext } from "@azure/functions";
import { type Caller, ROLES } from "../../../shared/access/caller";
import { type AnyRoute, serve } from "../../../shared/http/route";
import { type Services } from "../../../shared/runtime/serviceParts";
import { aCaller } from "../../builders/aCaller";
import { type Chance } from "../../faults/schedules/chance";
import { fillWorld } from "../fillWorld";
import { fuzzWorld } from "../fuzzWorld";
import { mutateText } from "../hostile";
import { type FuzzTarget, must } from "../target";
import { checkAnswer, nextLink } from "./checkAnswer";

/** The parts of a request that a target chooses. */
export interface Aimed {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const KEY = { "x-api-key": "k".repeat(43) };
const MOST_PAGES = 4;

/** Asks a route, as it is registered, for what `aim` makes, in a world that is empty or has something stored, and follows the links it gives. */
export function httpTarget(route: AnyRoute<Services>, aim: (chance: Chance) => Aimed): FuzzTarget {
  const { operation, method, answers } = route;
  return {
    name: `http ${operation}`,
    makeCase: (chance) => {
      const aimed = aim(chance);
      const { deps } = fuzzWorld(chance);
      const caller = someCaller(chance);
      const services = (): Services => ({ ...deps, identifyCaller: async () => ({ outcome: "known", caller }) });
      const { handler } = serve(route, services);
      const ask = async (asked: Aimed): Promise<HttpResponseInit> => {
        const said: string[] = [];
        const logHandler = (level: string, ...words: unknown[]): void =>
          void (level === "error" && said.push(words.join(" ")));
        const context = new InvocationContext({ functionName: operation, logHandler });
        const answered = await handler(toRequest(method, asked), context);
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

function toRequest(
  method: AnyRoute<Services>["method"],
  { params, query = {}, headers = {}, body }: Aimed,
): HttpRequest {
  return new HttpRequest({
    method,
    url: "https://triggers.example/api/x",
    params,
    query,
    headers: { ...KEY, ...headers },
    ...(body !== undefined && { body: { string: body } }),
  });
}
