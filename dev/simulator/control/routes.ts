import { forgetCalls, showCalls } from "./calls";
import { changeClock } from "./changeClock";
import { changeInstance, resetInstance } from "./changeInstance";
import { changeMeasure } from "./changeMeasure";
import { changeScene } from "./changeScene";
import { changeSegment } from "./changeSegment";
import { type ControlHandler } from "./controlCall";
import { addFaults, removeFaults } from "./faults";
import { actOnItem } from "./actOnItem";
import { refreshElsewhere } from "./refreshElsewhere";
import { showWorld } from "./showWorld";
import { startOver } from "./startOver";
import { startRefresh } from "./startRefresh";
import { stopJob } from "./stopJob";

/** Method, path under `/_control`, and what answers it; the first that fits. */
export const CONTROL_ROUTES: readonly (readonly [string, string, ControlHandler])[] = [
  ["GET", "/", showWorld],
  ["POST", "/refresh", startRefresh],
  ["POST", "/external-refresh", refreshElsewhere],
  ["POST", "/jobs/{jobId}/cancel", stopJob],
  ["POST", "/segments/{name}", changeSegment],
  ["POST", "/measures/{name}", changeMeasure],
  ["POST", "/instances/{id}", changeInstance],
  ["POST", "/instances/{id}/reset", resetInstance],
  ["POST", "/faults", addFaults],
  ["DELETE", "/faults", removeFaults],
  ["POST", "/clock", changeClock],
  ["GET", "/calls", showCalls],
  ["DELETE", "/calls", forgetCalls],
  ["POST", "/scene", changeScene],
  ["POST", "/start-over", startOver],
  ["POST", "/{kind}/{name}/{action}", actOnItem],
];
