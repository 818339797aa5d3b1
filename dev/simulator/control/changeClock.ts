import { formatTime } from "../api/formatTime";
import { settle } from "../workflow/settle";
import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields } from "./createFields";

/** `POST /_control/clock`: how fast the clock runs, or a jump ahead; what happens meanwhile has happened in the answer. */
export const changeClock: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, ["factor", "advanceSeconds"]);
  const factor = fields.number("factor", { lowest: 0, highest: 100_000 });
  const advanceSeconds = fields.number("advanceSeconds", { lowest: 0, highest: 31_536_000 });
  if (factor === undefined && advanceSeconds === undefined)
    throw new ControlError(400, "factor", "factor or advanceSeconds is needed.");
  if (factor !== undefined) world.clock.setFactor(factor);
  if (advanceSeconds !== undefined) world.clock.advance(advanceSeconds * 1000);
  settle(world);
  return { now: formatTime(world.now), factor: world.clock.factor() };
};
