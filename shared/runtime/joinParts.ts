/**
 * Joins parts of the services into one object. A name that two parts have is a type error: one of them would silently
 * replace the other.
 */
export function joinParts<const Parts extends readonly object[]>(
  ...parts: [Clashes<Parts>] extends [never] ? Parts : readonly TwoPartsHave<Clashes<Parts>>[]
): Joined<Parts> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.assign joins a list of any length, which its type does not say
  return Object.assign({}, ...parts) as Joined<Parts>;
}

/** The names that more than one part has. */
type Clashes<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends object[]]
  ? (keyof First & NameOf<Rest[number]>) | Clashes<Rest>
  : never;

type NameOf<Part> = Part extends unknown ? keyof Part : never;

/** The type of the message: the compiler reports it with the name. */
interface TwoPartsHave<Name> {
  readonly twoPartsHave: Name;
}

type Joined<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends object[]]
  ? First & Joined<Rest>
  : unknown;
