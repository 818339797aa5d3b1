import { RequestProblem } from "../../shared/http/problems";

/** The problem that `run` throws; fails the test when it throws none. */
export async function problemOf(run: () => unknown): Promise<RequestProblem> {
  try {
    await run();
  } catch (error) {
    if (error instanceof RequestProblem) return error;
    throw error;
  }
  throw new Error("no problem was thrown");
}
