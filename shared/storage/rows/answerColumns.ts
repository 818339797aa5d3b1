import { type Answer } from "../../model/delivery";
import { COUNT, TEXT } from "./rowSchema";

/** What is kept of a receiver's last answer. */
type LastAnswer = Pick<Answer, "status" | "errorCode" | "error">;

export const ANSWER_COLUMNS = {
  status: COUNT,
  errorCode: TEXT,
  error: { enum: ["timed-out", "unreachable", "address-refused"] },
};

export function toLastAnswer({ status, errorCode, error }: LastAnswer): LastAnswer {
  return {
    ...(status !== undefined && { status }),
    ...(errorCode !== undefined && { errorCode }),
    ...(error !== undefined && { error }),
  };
}
