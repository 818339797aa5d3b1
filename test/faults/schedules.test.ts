import { testSchedules } from "./scheduleProofs";

testSchedules(20);
