import { type PollSource } from "../../../shared/detection/observe/observed";
import { type SourceAnswer, type SourceFailure } from "../../../shared/model/sourceAnswer";
import { INSTANCE_ID } from "../../builders/workflow";

export function answer<T>(value: T): SourceAnswer<T> {
  return { ok: true, value, unusable: [] };
}

export function failing(kind: SourceFailure["kind"] = "unavailable"): () => Promise<SourceAnswer<never>> {
  return () => Promise.resolve({ ok: false, failure: { kind, message: kind } });
}

export function answering<T>(value: T): () => Promise<SourceAnswer<T>> {
  return () => Promise.resolve(answer(value));
}

/** An empty active instance, and the reads made of it, in order. */
export function aSource(parts: Partial<PollSource> = {}): { source: PollSource; reads: string[] } {
  const reads: string[] = [];
  const all: PollSource = {
    listJobs: answering([]),
    getJob: failing("not-found"),
    listNodes: answering([]),
    listDataSources: answering([]),
    listSegments: answering([]),
    getMeasure: failing("not-found"),
    getInstance: answering({ instanceId: INSTANCE_ID, provisioningState: "active" }),
    ...parts,
  };
  const noting = <A extends unknown[], R>(read: string, call: (...args: A) => R) => {
    return (...args: A): R => {
      const [, what] = args;
      reads.push([read, typeof what === "string" ? what : ""].join(" ").trim());
      return call(...args);
    };
  };
  const source: PollSource = {
    listJobs: (id, options) => (reads.push(`jobs ${options.top}`), all.listJobs(id, options)),
    getJob: noting("job", all.getJob),
    listNodes: noting("nodes", all.listNodes),
    listDataSources: noting("data sources", all.listDataSources),
    listSegments: noting("segments", all.listSegments),
    getMeasure: noting("measure", all.getMeasure),
    getInstance: noting("instance", all.getInstance),
  };
  return { source, reads };
}
