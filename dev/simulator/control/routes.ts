import { forgetCalls, showCalls } from "./calls";
import { changeClock } from "./changeClock";
import { type ControlHandler } from "./controlCall";
import { addFaults, removeFaults } from "./faults";
import { showWorld } from "./showWorld";
import { startOver } from "./startOver";
import { startRefresh } from "./startRefresh";

/** Method, path under `/_control`, and what answers it. */
export const CONTROL_ROUTES: readonly (readonly [string, string, ControlHandler])[] = [
  ["GET", "/", showWorld],
  ["POST", "/refresh", startRefresh],
  ["POST", "/faults", addFaults],
  ["DELETE", "/faults", removeFaults],
  ["POST", "/clock", changeClock],
  ["GET", "/calls", showCalls],
  ["DELETE", "/calls", forgetCalls],
  ["POST", "/start-over", startOver],
];
