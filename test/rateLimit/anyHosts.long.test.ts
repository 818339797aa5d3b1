import { testHistories } from "./limitHistories";

testHistories(1_000);
