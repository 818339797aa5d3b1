import { type ReadPartitionDeps } from "../../shared/data/partitions/readPartition";
import { BrokenRead } from "../../shared/model/sourceAnswer";
import { type Chance } from "../faults/schedules/chance";
import { anyFailure } from "./fuzzFailure";
import { mutateText } from "./hostile";

const CSV = 'CO-1,1,2026-11-20T09:00:00Z\n"CO,2",,\r\n"CO ""3""",-5,\nCO-4,0,2026-11-20T09:00:00.1234567+02:00\n';

/** An entity's files: as they should be, with something wrong, not to be had, or breaking off. */
export function fuzzFiles(chance: Chance): ReadPartitionDeps["openPartitionFile"] {
  return async (_file, offset) => {
    if (chance.hit(0.1)) return { outcome: "failed", failure: anyFailure(chance) };
    if (chance.hit(0.05)) return { outcome: "past-end" };
    const bytes = Buffer.from(chance.hit(0.5) ? CSV : mutateText(chance, CSV)).subarray(offset);
    const version = chance.hit(0.8) ? { version: chance.pick(["1", "1", "1", "2"]) } : {};
    return { outcome: "opened", partition: { ...version, chunks: inPieces(chance, bytes), close: () => undefined } };
  };
}

async function* inPieces(chance: Chance, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = chance.between(1, 40);
  for (let at = 0; at < bytes.length; at += size) {
    if (chance.hit(0.01)) throw new BrokenRead(anyFailure(chance));
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}
