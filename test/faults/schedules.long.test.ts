import { testSchedules } from "./scheduleProofs";

testSchedules(100);
