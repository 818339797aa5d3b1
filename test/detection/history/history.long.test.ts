import { testWorlds } from "./historyProofs";

testWorlds(400);
