import { testRequests } from "./anyRequests";

testRequests(60);
