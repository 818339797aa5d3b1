import { type DeadLetter, type LetterFilter, type Poison, type PoisonFilter } from "../../model/deadLetter";
import { type Page } from "../../model/page";

interface LetterPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive took up. */
  readonly onlyOpen?: boolean;
}

export interface ListLettersDeps {
  readonly listDeadLetters: (filter: LetterFilter, page: LetterPage) => Promise<Page<DeadLetter>>;
  readonly listPoison: (filter: PoisonFilter, page: LetterPage) => Promise<Page<Poison>>;
}

/** A page of dead letters or of poison, as the filter says, newest first. */
export function listLetters(
  filter: LetterFilter | PoisonFilter,
  page: LetterPage,
  deps: ListLettersDeps,
): Promise<Page<DeadLetter | Poison>> {
  return filter.kind === "poison" ? deps.listPoison(filter, page) : deps.listDeadLetters(filter, page);
}
