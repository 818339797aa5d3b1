import { CsvError, type InfoField, type Parser, parse } from "csv-parse";

/** Fields of one record, null for one that is empty without quotes, and the bytes read up to its end. */
export interface CsvRecord {
  readonly fields: readonly (string | null)[];
  readonly end: number;
}

/** Longer records are refused: they would have to be held in memory. */
const MAX_RECORD_BYTES = 1024 * 1024;

/** What is wrong with a CSV file, in words that repeat nothing of it. */
export class BadCsv extends Error {}

/**
 * The records of CSV in UTF-8, one after the other as they are taken: fields in quotes may hold commas, line breaks and doubled
 * quotes. Memory is bounded whatever the bytes are. Throws `BadCsv` after the records before it, and what `chunks` throws.
 */
export async function* parseRecords(
  chunks: AsyncIterable<Uint8Array>,
  { isStart, skipEmptyLines }: { readonly isStart: boolean; readonly skipEmptyLines: boolean },
): AsyncGenerator<CsvRecord, void, undefined> {
  const parsed: CsvRecord[] = [];
  let end = 0;
  const parser = createParser({ isStart, skipEmptyLines }, (fields, bytes) => {
    end = bytes;
    parsed.push({ fields, end });
  });
  let given = 0;
  for await (const chunk of chunks) {
    if (given === 0 && isStart && isUtf16(chunk)) throw new BadCsv("it is in UTF-16, not in UTF-8");
    given += chunk.length;
    const error = await write(parser, chunk);
    yield* parsed.splice(0);
    // The parser bounds a record's text; this bounds what has no text, such as a gigabyte of commas.
    if (error || given - end > MAX_RECORD_BYTES) throw badCsv(error);
  }
  const error = await finish(parser);
  yield* parsed;
  if (error) throw badCsv(error);
}

/** Records go to `take` as they are found: what the parser would hold itself is lost when it meets an error. */
function createParser(
  { isStart, skipEmptyLines }: { readonly isStart: boolean; readonly skipEmptyLines: boolean },
  take: (fields: CsvRecord["fields"], bytes: number) => void,
): Parser {
  const parser = parse({
    bom: isStart,
    cast: toField,
    max_record_size: MAX_RECORD_BYTES,
    on_record: (fields: CsvRecord["fields"], { bytes }) => {
      take(fields, bytes);
      return null;
    },
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: skipEmptyLines,
  });
  // Errors are taken from the callbacks of `write` and `end`.
  return parser.on("error", () => undefined).resume();
}

function toField(field: string, { quoting }: InfoField): string | null {
  return field === "" && !quoting ? null : field;
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

async function write(parser: Parser, chunk: Uint8Array): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.write(chunk, (error) => resolve(error ?? undefined));
  });
}

const TOO_LONG = `it is longer than ${MAX_RECORD_BYTES} bytes`;

/** In place of the parser's own words, which hold the field. */
const WORDS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: "it has a quote that does not end its field",
  CSV_MAX_RECORD_SIZE: TOO_LONG,
  CSV_QUOTE_NOT_CLOSED: "it has a quote that is not closed",
  INVALID_OPENING_QUOTE: "it has a quote within a field that does not begin with one",
};

function badCsv(cause: Error | undefined): BadCsv {
  if (!cause) return new BadCsv(TOO_LONG);
  const code = cause instanceof CsvError ? cause.code : "";
  return new BadCsv(WORDS[code] ?? "it is not CSV as this service reads it");
}

async function finish(parser: Parser): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.end((error?: Error | null) => resolve(error ?? undefined));
  });
}
