import { type ControlHandler } from "./controlCall";
import { createFields } from "./createFields";
import { showWorld } from "./showWorld";

/** `POST /_control/start-over`: a fresh world, with the same seed unless another is given. */
export const startOver: ControlHandler = (call) => {
  const seed = createFields(call.body, ["seed"]).integer("seed", { lowest: 0, highest: Number.MAX_SAFE_INTEGER });
  call.simulation.startOver(seed ?? call.simulation.world.seed);
  return showWorld(call);
};
