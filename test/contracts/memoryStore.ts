import { memoryStorage } from "../fakes/memoryStorage";
import { type Store } from "./stores";

export async function openMemoryStore(): Promise<Store> {
  const { tables, queues } = memoryStorage();
  const lose = (what: "loseNextAnswer" | "loseNextWrite"): void => {
    for (const table of Object.values(tables)) table[what]();
  };
  return {
    tables,
    queues,
    loseNextAnswer: () => lose("loseNextAnswer"),
    loseNextAnswerForGood: () => lose("loseNextAnswer"),
    loseNextWrite: () => lose("loseNextWrite"),
    receive: async (queue) => queues[queue].takeAll().filter(({ delaySeconds }) => delaySeconds === 0),
    close: async () => undefined,
  };
}
