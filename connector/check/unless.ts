/** The finding where something does not hold. */
export function unless(holds: boolean, finding: string): readonly string[] {
  return holds ? [] : [finding];
}
