import { testWorlds } from "./historyProofs";

testWorlds(1_700);
