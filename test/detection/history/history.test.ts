import { testWorlds } from "./historyProofs";

testWorlds(40);
