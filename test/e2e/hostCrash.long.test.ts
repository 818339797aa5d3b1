import { testHostCrashes } from "./hostCrashes";

testHostCrashes(["event.detected", "event.dispatched", "poll.completed"]);
