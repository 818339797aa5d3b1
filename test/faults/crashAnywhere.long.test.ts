import { testCrashes } from "./crashStories";

testCrashes(1);
