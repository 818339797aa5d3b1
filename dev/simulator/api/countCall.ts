import { type World } from "../world/model";

export function countCall({ calls }: World, operation: string): void {
  calls.set(operation, (calls.get(operation) ?? 0) + 1);
}
