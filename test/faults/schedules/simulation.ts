/** A clock that moves only from one thing that happens to the next. Times are milliseconds. */
export interface Simulation {
  readonly now: () => number;
  /** What happens at the same time happens in an order left to chance. */
  readonly at: (time: number, act: () => void) => void;
  /** The time of what happens next; Infinity when nothing will. */
  readonly nextAt: () => number;
  /** Lets the next thing happen, or moves to `time` when that comes first, then everything that follows from it at once. */
  moveOn(time: number, act: () => void): Promise<void>;
}

interface Due {
  readonly time: number;
  readonly order: number;
  readonly act: () => void;
}

/** `random` in [0, 1) orders what happens at the same time. */
export function createSimulation(start: number, random: () => number): Simulation {
  const heap: Due[] = [];
  let clock = start;
  return {
    now: () => clock,
    at: (time, act) => push(heap, { time: Math.max(time, clock), order: random(), act }),
    nextAt: () => heap[0]?.time ?? Infinity,
    moveOn: async (time, act) => {
      const due = (heap[0]?.time ?? Infinity) < time ? pop(heap) : { time, act };
      clock = due?.time ?? clock;
      due?.act();
      // Everything that waits for a promise has run when the event loop turns.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    },
  };
}

function isBefore(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function push(heap: Due[], due: Due): void {
  let index = heap.length;
  heap.push(due);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (!above || !isBefore(due, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = due;
}

function pop(heap: Due[]): Due | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (!last || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    const least = a && b && isBefore(b, a) ? left + 1 : left;
    const below = heap[least];
    if (!below || !isBefore(below, last)) break;
    heap[index] = below;
    index = least;
  }
  heap[index] = last;
  return first;
}
