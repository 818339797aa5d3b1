import { createClock } from "../../../../dev/simulator/world/clock";

test("a clock runs by its factor from where it is, and jumps when told", () => {
  let wall = 1_000;
  const clock = createClock(50_000, 1, () => wall);
  wall += 10;
  expect(clock.now()).toBe(50_010);
  clock.setFactor(60);
  wall += 10;
  expect(clock.now()).toBe(50_610);
  clock.advance(1_000);
  expect([clock.now(), clock.factor()]).toEqual([51_610, 60]);
});

test("a clock of factor 0 stands still until it is advanced", () => {
  let wall = 1_000;
  const clock = createClock(50_000, 0, () => wall);
  wall += 10_000;
  clock.advance(5);
  expect(clock.now()).toBe(50_005);
});
