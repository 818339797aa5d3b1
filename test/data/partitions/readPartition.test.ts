import { createPartitionMemory, listPartitions } from "../../../shared/data/partitions/findPartitions";
import {
  type ReadPartitionDeps,
  formatPartitionCursor,
  markColumns,
  parsePartitionCursor,
  readPartition,
} from "../../../shared/data/partitions/readPartition";
import { type OpenPartition, type PartitionFile } from "../../../shared/model/entity";
import { BrokenRead } from "../../../shared/model/sourceAnswer";
import { inPieces } from "./aTable";

const ENTITY = { instanceId: "7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11", entity: "Customer" };
const [ONE, TWO] = ["1".repeat(32), "2".repeat(32)];
const KIND = { name: "Customer", displayName: "Customer", kind: "profile", isIngested: false, key: ["A"] };

interface World {
  files: Record<string, string>;
  version: string;
  columns: string[];
  /** Calls of the source since the beginning. */
  asked: number;
  opened: number;
  closed: number;
  now: number;
  readonly deps: ReadPartitionDeps;
}

function toFile(partitionId: string): PartitionFile {
  return { partitionId, uri: `https://x/${partitionId}`, headers: {} };
}

/** A source whose files a test may change. */
function aWorld(): World {
  const answered = <T>(value: T) => {
    world.asked += 1;
    return Promise.resolve({ ok: true as const, value, unusable: [] });
  };
  const open = (bytes: Buffer): OpenPartition => {
    world.opened += 1;
    return { version: world.version, chunks: inPieces(bytes, 5), close: () => void (world.closed += 1) };
  };
  const world: World = {
    files: { [ONE]: "1,a\n2,b\n3,c\n" },
    version: "v1",
    columns: ["A", "B"],
    asked: 0,
    opened: 0,
    closed: 0,
    now: 0,
    deps: {
      getEntity: () =>
        answered({ ...KIND, attributes: world.columns.map((name) => ({ name, dataType: "Edm.String" })) }),
      getInstance: (instanceId) => answered({ instanceId }),
      listPartitionFiles: () => answered(Object.keys(world.files).map(toFile)),
      openPartitionFile: ({ partitionId }, offset) => {
        const bytes = Buffer.from(world.files[partitionId] ?? "");
        if (!(partitionId in world.files)) {
          return Promise.resolve({ outcome: "failed", failure: { kind: "not-found", message: "gone" } });
        }
        if (offset > 0 && offset >= bytes.length) return Promise.resolve({ outcome: "past-end" });
        return Promise.resolve({ outcome: "opened", partition: open(bytes.subarray(offset)) });
      },
      partitionMemory: createPartitionMemory(),
      now: () => new Date(world.now),
    },
  };
  return world;
}

function read(world: World, changes: Partial<Parameters<typeof readPartition>[0]> = {}) {
  return readPartition({ ...ENTITY, partitionId: ONE, top: 2, ...changes }, world.deps);
}

async function firstPage(world: World) {
  const page = await read(world);
  if (page.outcome !== "read" || !page.next) throw new Error(page.outcome);
  return page.next;
}

test("a page says where the next begins, and the source is asked once for both", async () => {
  const world = aWorld();
  const cursor = await firstPage(world);
  expect(cursor).toEqual({ partitionId: ONE, offset: 8, row: 2, version: "v1", columnsMark: expect.any(String) });
  expect(await read(world, { cursor })).toEqual({ outcome: "read", rows: [{ A: "3", B: "c" }] });
  expect(world).toMatchObject({ asked: 2, opened: 2, closed: 2 });
});

test("after a minute the source is asked again", async () => {
  const world = aWorld();
  await read(world);
  world.now = 60_000;
  await read(world);
  expect(world.asked).toBe(4);
});

test.each<[string, (world: World) => void]>([
  ["written anew", (world) => (world.version = "v2")],
  ["made shorter", (world) => (world.files = { [ONE]: "1,a\n" })],
])("a file that was %s since the page before is changed, never mixed", async (_, change) => {
  const world = aWorld();
  const cursor = await firstPage(world);
  change(world);
  expect(await read(world, { cursor })).toEqual({ outcome: "changed" });
  expect(world.closed).toBe(world.opened);
});

test("columns that have changed since the page before change the file", async () => {
  const world = aWorld();
  const cursor = await firstPage(world);
  world.columns = ["B", "A"];
  world.now = 60_000;
  expect(await read(world, { cursor })).toEqual({ outcome: "changed" });
});

test("a partition that is remembered and gone is asked for anew, once", async () => {
  const world = aWorld();
  await read(world);
  world.files = { [TWO]: "1,a\n" };
  expect(await read(world)).toEqual({ outcome: "unknown-partition" });
  expect(await read(world, { partitionId: TWO })).toMatchObject({ outcome: "read" });
  expect(world.asked).toBe(4);
});

test("a partition that is new since it was remembered is found", async () => {
  const world = aWorld();
  await read(world);
  world.files[TWO] = "1,a\n";
  expect(await read(world, { partitionId: TWO })).toMatchObject({ outcome: "read" });
});

test("what nobody knows costs two calls, and no more", async () => {
  const world = aWorld();
  expect(await read(world, { partitionId: TWO })).toEqual({ outcome: "unknown-partition" });
  expect(world.asked).toBe(2);
});

test("bytes that break off in the middle of a page are a failure of the source, and closed", async () => {
  const world = aWorld();
  const failure = { kind: "malformed", message: "broke off" } as const;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from("1,a\n2"));
    throw new BrokenRead(failure);
  }
  let closed = 0;
  const partition = { chunks: chunks(), close: () => void (closed += 1) };
  const deps = { ...world.deps, openPartitionFile: () => Promise.resolve({ outcome: "opened" as const, partition }) };
  expect(await readPartition({ ...ENTITY, partitionId: ONE, top: 2 }, deps)).toEqual({
    outcome: "source-failed",
    failure,
  });
  expect(closed).toBe(1);
});

test("a list goes on after an id, whatever comes and goes", async () => {
  const world = aWorld();
  world.files = Object.fromEntries(["a", "c", "e"].map((letter) => [letter.repeat(32), ""]));
  const first = await listPartitions({ ...ENTITY, top: 2 }, world.deps);
  expect(first).toMatchObject({ items: [{ partitionId: "a".repeat(32) }, { partitionId: "c".repeat(32) }] });
  world.files = Object.fromEntries(["b", "d", "e"].map((letter) => [letter.repeat(32), ""]));
  world.now = 60_000;
  const after = first.outcome === "listed" ? (first.cursor ?? "") : "";
  const second = await listPartitions({ ...ENTITY, top: 2, after }, world.deps);
  expect(second).toEqual({
    outcome: "listed",
    items: ["d", "e"].map((letter) => ({ partitionId: letter.repeat(32) })),
  });
});

test("a cursor is read as it was written, and nothing else is one", () => {
  const cursor = { partitionId: ONE, offset: 8, row: 2, columnsMark: markColumns([]), version: '"v"' };
  expect(parsePartitionCursor(formatPartitionCursor(cursor))).toMatchObject(cursor);
  for (const text of ["https://x/?sig=1", "{}", '{"kind":"items","offset":1}', '{"kind":"partition-place"}']) {
    expect(parsePartitionCursor(text)).toBeUndefined();
  }
});
