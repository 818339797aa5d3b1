import { testCrashes } from "./crashStories";

testCrashes(5);
