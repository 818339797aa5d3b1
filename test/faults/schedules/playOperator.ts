import { redriveDeadLetters } from "../../../shared/delivery/deadLetters/redriveDeadLetters";
import { type Chance } from "./chance";
import { type ClientDeps } from "./flowClient";

const SECOND = 1_000;
const SLOWEST_SECONDS = 900;

export interface Operator {
  /** There is poison: sooner or later somebody has it redriven. */
  readonly onPoison: () => void;
  readonly isIdle: () => boolean;
}

/** Has all poison redriven, asking again until that is accepted. */
export function playOperator({ sim, request }: Omit<ClientDeps, "chance">, chance: Chance): Operator {
  let isBusy = false;

  function ask(): void {
    const again = (): void => sim.at(sim.now() + 5 * SECOND, ask);
    const redrive = { filter: { kind: "poison" }, preview: false } as const;
    const isTaken = request(
      "redrive poison",
      async (deps) => void (await redriveDeadLetters(redrive, deps)),
      (end) => {
        if (end === "done") isBusy = false;
        else again();
      },
    );
    if (!isTaken) again();
  }

  return {
    isIdle: () => !isBusy,
    onPoison: () => {
      if (isBusy) return;
      isBusy = true;
      sim.at(sim.now() + chance.between(1, SLOWEST_SECONDS) * SECOND, ask);
    },
  };
}
