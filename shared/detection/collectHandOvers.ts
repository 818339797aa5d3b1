import { type CommitDeps } from "./commitFindings";

type HandOver = CommitDeps["handOver"];

/** Hand-overs that go on beside each other. `ended` throws what the first of them that failed threw. */
export function collectHandOvers({ handOver }: Pick<CommitDeps, "handOver">): {
  readonly begin: HandOver;
  readonly ended: () => Promise<void>;
} {
  const begun: Promise<void>[] = [];
  return {
    begin: async (event, marker) => {
      const work = handOver(event, marker);
      work.catch(() => undefined); // until it is awaited, with the others
      begun.push(work);
    },
    ended: async () => {
      const results = await Promise.allSettled(begun);
      for (const result of results) if (result.status === "rejected") throw result.reason;
    },
  };
}
