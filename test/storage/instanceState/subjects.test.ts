import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { type SubjectChange } from "../../../shared/model/subject";
import { subjectStore } from "../../../shared/storage/instanceState/subjects";
import { STORE_DEPS, aChange, aState, anEvent } from "../../contracts/builders";
import { memoryTable } from "../../fakes/memoryTable";

const INSTANCE = "7d4a1a3e-4f0e-4c55-8a05-0d6a4f1f1c11";

const luck = constantFrom("none", "loseNextAnswer", "loseNextWrite", "twice" as const);

test("whatever is lost, each event is stored once, in a ledger without gaps", async () => {
  const property = asyncProperty(array(luck, { minLength: 1, maxLength: 12 }), async (lucks) => {
    const table = memoryTable("InstanceState");
    const { commitChange: commit, loadSubjects } = subjectStore(table, STORE_DEPS);
    const found: string[] = [];
    for (const [index, each] of lucks.entries()) {
      const events = Array.from({ length: 1 + (index % 3) }, () => anEvent({ instanceId: INSTANCE }));
      found.push(...events.map(({ eventId }) => eventId));
      const change = aChange({ subjectId: `s${index % 2}`, state: aState({ episode: index }), events });
      const seen = await loadSubjects(INSTANCE);
      const version = seen.find(({ subjectId }) => subjectId === change.subjectId)?.version;
      const known: SubjectChange = version === undefined ? change : { ...change, version };
      if (each === "loseNextAnswer" || each === "loseNextWrite") table[each]();
      // A poll that fails is repeated by the host; one whose task came twice finds the same.
      await commit(INSTANCE, known).catch(() => commit(INSTANCE, known));
      if (each === "twice") await commit(INSTANCE, known);
    }
    const stored = await table.list(INSTANCE, { from: "event:", before: "event;" });
    const inOrder = stored.toReversed().map(({ values }) => values);
    expect(inOrder.map(({ eventId }) => eventId)).toEqual(found);
    expect(inOrder.map(({ sequence }) => sequence)).toEqual(found.map((_, index) => index + 1));
    expect(await table.list(INSTANCE, { from: "pending:", before: "pending;" })).toHaveLength(found.length);
  });
  await expect(assert(property, { numRuns: 60 })).resolves.toBeUndefined();
});

test("when the ledger moves again and again, the change is left to the next poll", async () => {
  const table = memoryTable("InstanceState");
  const stored = subjectStore(table, STORE_DEPS);
  let others = 0;
  const overtake = async (): Promise<void> => {
    others += 1;
    const event = anEvent({ instanceId: INSTANCE });
    await stored.commitChange(INSTANCE, aChange({ subjectId: `other${others}`, events: [event] }));
  };
  const racing = {
    ...table,
    write: async (...given: Parameters<typeof table.write>) => {
      await overtake();
      return table.write(...given);
    },
  };
  const waits: number[] = [];
  const deps = { ...STORE_DEPS, wait: async (delayMs: number) => void waits.push(delayMs) };
  const change = aChange({ events: [anEvent({ instanceId: INSTANCE })] });
  expect(await subjectStore(racing, deps).commitChange(INSTANCE, change)).toEqual({ outcome: "conflict" });
  expect(waits).toEqual(Array.from({ length: 7 }, () => 50));
  expect((await stored.loadSubjects(INSTANCE)).map(({ subjectId }) => subjectId)).not.toContain(change.subjectId);
});
