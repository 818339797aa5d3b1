import { unavailable } from "../../../shared/storage/client/failures";
import { type Action, type RawTable, type Submitted } from "../../../shared/storage/table/table";
import { type Chance } from "./chance";
import { type Run } from "./host";
import { type Steps } from "./steps";
import { type Weather } from "./weather";

export interface FaultDeps {
  readonly steps: Steps;
  readonly chance: Chance;
  readonly weather: () => Weather;
  readonly say: (text: () => string) => void;
}

const FAULTS = ["busy", "failed", "answer-lost", "repeated", "late", "moved"] as const;

/** A store's table as one run sees it: between them are the network, other hosts, and the store's bad days. */
export function faultyTable(stored: RawTable, run: Run, deps: FaultDeps): RawTable {
  const { steps, chance, weather, say } = deps;
  const { name } = stored;

  function read<T>(what: string, act: () => Promise<T>): Promise<T> {
    return steps.take(run, { name: `${what} ${name}`, kind: "read" }, () => {
      if (!chance.hit(weather().read)) return act();
      disturb(run);
      const statusCode = chance.pick([429, 500, 503]);
      say(() => `  fault: ${statusCode}`);
      throw unavailable(name, answerOf(statusCode));
    });
  }

  function submit(partition: string, actions: readonly Action[]): Promise<Submitted> {
    const act = (): Promise<Submitted> => stored.submit(partition, actions);
    if (!chance.hit(weather().write)) return act();
    disturb(run);
    const fault = chance.pick(FAULTS);
    say(() => `  fault: ${fault}`);
    if (fault === "busy") throw unavailable(name, answerOf(429));
    if (fault === "failed") return Promise.resolve(lost(answerOf(chance.pick([500, 503]))));
    if (fault === "answer-lost") return act().then(() => lost(new Error("timed out")));
    if (fault === "repeated") return act().then(act).then(asRepeated);
    if (fault === "moved") return refuseWrongly(actions, act);
    steps.later(run, `write ${name}`, () => void act());
    return Promise.resolve(lost(new Error("timed out")));
  }

  return {
    name,
    get: (partition, row) => read(`get ${row.split(/[:.]/)[0]} of`, () => stored.get(partition, row)),
    list: (partition, range, options) =>
      read(`list ${range.from.split(/[:.]/)[0]} of`, () => stored.list(partition, range, options)),
    nextPartition: (after) => read("next partition of", () => stored.nextPartition(after)),
    submit: (partition, actions) => {
      const call = { name: `write ${name} ${describe(partition, actions)}`, kind: "write" } as const;
      return steps.take(run, call, () => submit(partition, actions));
    },
  };
}

function lost(cause: Error): Submitted {
  return { answer: "lost", cause };
}

function disturb(run: Run): void {
  if (run.hasPosted) run.disturbed = true;
}

/**
 * The store says 412 of a row that has the version: nothing is written, and the caller must not believe it was. Not of a row
 * that is to be removed: who really had moved it would see to it.
 */
function refuseWrongly(actions: readonly Action[], act: () => Promise<Submitted>): Promise<Submitted> {
  const action = actions.findIndex(({ kind, version }) => version !== undefined && kind !== "remove");
  if (action === -1) return act();
  return Promise.resolve({ answer: "refused", action, found: "moved", repeated: false });
}

/** The SDK sent it twice: the first answer was lost, the second one tells that it is done, or of what the first has left. */
function asRepeated(second: Submitted): Submitted {
  return second.answer === "refused" ? { ...second, repeated: true } : second;
}

function answerOf(statusCode: number): Error {
  return Object.assign(new Error("injected"), { statusCode });
}

function describe(partition: string, actions: readonly Action[]): string {
  const rows = actions.map(({ kind, row, ...rest }) => {
    const state = "values" in rest ? (rest.values["state"] ?? "") : "";
    return `${kind} ${row}${typeof state === "string" && state.length < 10 && state !== "" ? `=${state}` : ""}`;
  });
  return `${partition.slice(-8)} [${rows.join(", ")}]`;
}
