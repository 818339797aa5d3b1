import { testHistories } from "./limitHistories";

testHistories(50);
