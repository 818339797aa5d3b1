import { recordPoison } from "../../../shared/delivery/deadLetters/poison";
import { LIST_DEAD_LETTERS_ROUTE, answerDeadLetters } from "../../../shared/http/routes/deadLetters";
import { POISON_QUEUES } from "../../../shared/model/deadLetter";
import { parsePoison } from "../../../shared/validation/parsePoison";
import { INSTANCE_ID } from "../../builders/anEvent";
import { aHttpRequest } from "../../http/aHttpRequest";
import { EVENT_IDS, fillWorld } from "../fillWorld";
import { fuzzWorld } from "../fuzzWorld";
import { anyJson, anyText, mutateJson } from "../hostile";
import { checkAnswer } from "../http/checkAnswer";
import { type FuzzTarget, must } from "../target";

const TASK = { instanceId: INSTANCE_ID, sequence: 1, eventId: EVENT_IDS[0], chunkId: "page-00000-00", claim: 1 };
const METADATA = { id: "4e4f-1", insertionTime: "2026-11-20T10:00:00+00:00", dequeueCount: 1 };

/** A message that the host gave up on, whatever it was, becomes one row, which can be listed. */
export const POISON_TARGET: FuzzTarget = {
  name: "poison",
  makeCase: (chance) => {
    const queue = chance.pick(POISON_QUEUES);
    const task = mutateJson(chance, { ...TASK, redriveId: "0123456789abcdef" }, Object.keys(TASK));
    const message = chance.hit(0.8) ? task : anyText(chance);
    const metadata = chance.hit(0.8) ? mutateJson(chance, METADATA, Object.keys(METADATA)) : anyJson(chance, ["id"]);
    const { deps } = fuzzWorld(chance);
    return {
      input: { queue, message, metadata },
      run: async () => {
        if (chance.hit(0.5)) await fillWorld(deps);
        const count = async () => (await deps.listPoison({ kind: "poison" }, { top: 100 })).items.length;
        const before = await count();
        await recordPoison(parsePoison(queue, message, metadata), deps);
        must((await count()) === before + 1, "it is not stored as one row");
        const page = await deps.listPoison({ kind: "poison" }, { top: 100 });
        const answered = answerDeadLetters(page, aHttpRequest(), "https://triggers.example/api");
        checkAnswer(answered, LIST_DEAD_LETTERS_ROUTE.answers, []);
      },
    };
  },
};
