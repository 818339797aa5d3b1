import { type ChildExit } from "../../../dev/child/startChild";
import { type HostProgram, superviseHost } from "../../../dev/start/programs";

const CRASH: ChildExit = { code: null, signal: "SIGKILL" };

/** Hosts that crash on demand, and a promise for each start after the first. */
function aHostRoom(): {
  start: () => Promise<HostProgram>;
  crash: (exit?: ChildExit) => void;
  started: (count: number) => Promise<void>;
  refuse: (why: string) => void;
} {
  const crashes: ((exit: ChildExit) => void)[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let refusal: string | undefined;
  return {
    crash: (exit = CRASH) => crashes.at(-1)?.(exit),
    refuse: (why) => void (refusal = why),
    started: (count) =>
      new Promise((resolve) => {
        if (crashes.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    async start() {
      if (refusal !== undefined) throw new Error(refusal);
      const exited = new Promise<ChildExit>((resolve) => crashes.push(resolve));
      const crash = crashes.at(-1);
      for (const { count, resolve } of waiting) if (crashes.length >= count) resolve();
      const end = async (): Promise<ChildExit> => (crash?.({ code: 0, signal: null }), exited);
      return { url: "http://localhost:1", exited, stop: end, kill: end };
    },
  };
}

test("a crashed function app is started again, and that is said", async () => {
  const room = aHostRoom();
  const said: string[] = [];
  const host = await superviseHost(room.start, { say: (line) => said.push(line), now: () => 0 });
  room.crash();
  await room.started(2);
  expect(said).toEqual(["The function app was ended by SIGKILL. Starting it again."]);
  await host.stop();
  expect(said).toHaveLength(1);
});

test("three crashes within 30 s are enough", async () => {
  const room = aHostRoom();
  let now = 0;
  const host = await superviseHost(room.start, { say: () => undefined, now: () => now });
  for (const count of [2, 3]) {
    now += 10_000;
    room.crash({ code: 1, signal: null });
    await room.started(count);
  }
  room.crash({ code: 1, signal: null });
  await expect(host.gaveUp).resolves.toBe("the function app ended with code 1, 3 times within 30 s");
});

test("crashes further apart never end it", async () => {
  const room = aHostRoom();
  let now = 0;
  const host = await superviseHost(room.start, { say: () => undefined, now: () => now });
  for (const count of [2, 3, 4, 5]) {
    now += 15_000;
    room.crash();
    await room.started(count);
  }
  await host.stop();
  await expect(Promise.race([host.gaveUp, Promise.resolve("still running")])).resolves.toBe("still running");
});

test("a function app that cannot start again counts as crashed", async () => {
  const room = aHostRoom();
  const said: string[] = [];
  const host = await superviseHost(room.start, { say: (line) => said.push(line), now: () => 0 });
  room.refuse("no such file");
  room.crash();
  await expect(host.gaveUp).resolves.toContain("could not start: no such file, 3 times");
  expect(said).toHaveLength(2);
});

test("a function app that does not start at first is an error", async () => {
  const room = aHostRoom();
  room.refuse("no dist");
  await expect(superviseHost(room.start, { say: () => undefined, now: () => 0 })).rejects.toThrow("no dist");
});
