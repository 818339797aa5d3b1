import { CodedError } from "../shared/model/errors";

/** The coded error that `run` throws; fails the test when it throws none or another. */
export function codedErrorOf(run: () => unknown): CodedError {
  try {
    run();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
