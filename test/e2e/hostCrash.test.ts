import { testHostCrashes } from "./hostCrashes";

testHostCrashes(["event.detected"]);
