import { testRequests } from "./anyRequests";

testRequests(500);
