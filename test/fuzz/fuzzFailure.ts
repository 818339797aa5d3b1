import { type SourceFailure } from "../../shared/model/sourceAnswer";
import { type ErrorAnswer, toFailure } from "../../shared/source/transport/failures";
import { type Chance } from "../faults/schedules/chance";
import { anyJson, anyText } from "./hostile";

export const NOW = new Date("2026-11-20T10:00:00Z");
export const SECRETS: readonly string[] = ["a-secret"];

/** The failure that some error answer of the source stands for. */
export function anyFailure(chance: Chance): SourceFailure {
  return toFailure(anyErrorAnswer(chance), NOW, SECRETS);
}

export function anyErrorAnswer(chance: Chance): ErrorAnswer {
  const body = chance.hit(0.5)
    ? JSON.stringify(anyJson(chance, ["error", "code", "message", "statusCode"]))
    : anyText(chance);
  const retryAfter = chance.hit(0.5) ? anyText(chance) : String(chance.between(0, 100));
  return { status: chance.between(300, 599), body, retryAfter };
}
