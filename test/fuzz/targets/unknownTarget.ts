import { HttpRequest, InvocationContext } from "@azure/functions";
import { ALL_ROUTES } from "../../../shared/http/routes/allRoutes";
import { serveUnknown } from "../../../shared/http/routes/unknownAddress";
import { NO_TRACE } from "../../../shared/model/log";
import { anyText, mutateText } from "../hostile";
import { checkAnswer } from "../http/checkAnswer";
import { type FuzzTarget, must } from "../target";

const { handler, methods = [] } = serveUnknown(ALL_ROUTES, () => ({ ...NO_TRACE, log: () => undefined }));

/** What no route takes is answered 404 or 405, never with anything else. */
export const UNKNOWN_TARGET: FuzzTarget = {
  name: "http zUnknownAddress",
  makeCase: (chance) => {
    const { path: address } = chance.pick(ALL_ROUTES);
    const method = chance.pick(methods);
    const path = chance.hit(0.3) ? anyText(chance) : mutateText(chance, address);
    return {
      input: { method, path },
      run: async () => {
        const request = new HttpRequest({ method, url: "https://triggers.example/api/x", params: { path } });
        const context = new InvocationContext({ functionName: "zUnknownAddress", logHandler: () => undefined });
        const answered = await handler(request, context);
        checkAnswer(answered, {}, []);
        must([404, 405].includes(answered.status ?? 200), `answered ${answered.status}`);
        must(JSON.stringify(answered).length < 2_000, "the answer is long");
      },
    };
  },
};
