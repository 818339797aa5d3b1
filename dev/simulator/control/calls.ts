import { type ControlHandler } from "./controlCall";

/** `GET /_control/calls`: how often each operation was called since the start or the last reset, refused calls included. */
export const showCalls: ControlHandler = ({ simulation: { world } }) => ({
  total: [...world.calls.values()].reduce((sum, count) => sum + count, 0),
  calls: Object.fromEntries(world.calls),
});

/** `DELETE /_control/calls` */
export const forgetCalls: ControlHandler = ({ simulation: { world } }) => {
  world.calls.clear();
  return { total: 0, calls: {} };
};
