/**
 * CSV as records of fields: the adapter of the library `csv-parse`. It bounds the memory and keeps the file's text out
 * of messages. Values and columns are in rows.ts.
 */
import { CsvError, type InfoField, type Parser, parse } from "csv-parse";

/** One record: its fields, null for an empty field without quotes, and the number of bytes read up to its end. */
export interface CsvRecord {
  readonly fields: readonly (string | null)[];
  readonly end: number;
}

/** The limit for one record, which is held in memory. */
const MAX_RECORD_BYTES = 1024 * 1024;

/** The error for a file that is not CSV. Its message repeats nothing of the file. */
export class BadCsv extends Error {}

/**
 * Yields the records of CSV in UTF-8 as they are taken. Fields in quotes may contain commas, line breaks and doubled
 * quotes. Memory is bounded, whatever the bytes are. Throws `BadCsv` after the records before the fault, and passes on
 * what `chunks` throws.
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
    // The parser limits the text of a record; this limits a record without text, such as a gigabyte of commas.
    if (error || given - end > MAX_RECORD_BYTES) throw badCsv(error);
  }
  const error = await finish(parser);
  yield* parsed;
  if (error) throw badCsv(error);
}

/** Passes each record to `take` when it is found: records that the parser holds itself are lost at an error. */
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
  // Errors are handled in the callbacks of `write` and `end`.
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

/** Descriptions by code, in place of the parser's messages, which contain the field. */
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
