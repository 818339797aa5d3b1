import { testHistories } from "./limitHistories";

testHistories(10_000);
