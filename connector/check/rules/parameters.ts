/** The rules about parameters and inputs: R37 to R44. */
import { type Input, inputsOf, parametersOf } from "../definition/schemas";
import { type Parameter } from "../definition/swagger";
import { type Rule } from "./rule";

const MAX_SUMMARY_LENGTH = 80;

const SMALL_WORDS = /^(?:a|an|and|as|at|by|for|in|of|on|or|the|to)$/;

export const PARAMETER_RULES: readonly Rule[] = [
  eachParameter(
    {
      id: "R37",
      severity: "gate",
      says: "A visible parameter has x-ms-summary, at most 80 characters, and description",
    },
    (parameter) => {
      const { "x-ms-summary": summary = "", description = "" } = parameter;
      return isInternal(parameter) || (summary !== "" && summary.length <= MAX_SUMMARY_LENGTH && description !== "");
    },
  ),
  eachInput(
    {
      id: "R38",
      severity: "guidance",
      says: "x-ms-summary is in Title Case; description is another text and ends in a full stop",
    },
    ({ value }) => {
      const { "x-ms-summary": summary = "", description } = value;
      return (
        isTitleCase(summary) && (description === undefined || (description !== summary && description.endsWith(".")))
      );
    },
  ),
  eachParameter(
    { id: "R39", severity: "gate", says: "A path parameter is required" },
    (parameter) => parameter.in !== "path" || parameter.required === true,
  ),
  eachParameter(
    { id: "R40", severity: "guidance", says: "A path parameter says how it is encoded" },
    (parameter) => parameter.in !== "path" || /^(?:single|double)$/.test(parameter["x-ms-url-encoding"] ?? ""),
  ),
  eachParameter(
    { id: "R41", severity: "gate", says: "No other parameter says how it is encoded" },
    (parameter) => parameter.in === "path" || parameter["x-ms-url-encoding"] === undefined,
  ),
  eachInput(
    { id: "R42", severity: "gate", says: "An internal required input has a default, save the notification URL" },
    ({ value, required }) =>
      !isInternal(value) || !required || value["x-ms-notification-url"] === true || value.default !== undefined,
  ),
  eachInput(
    { id: "R43", severity: "gate", says: "An internal input with a default is required" },
    ({ value, required }) => !isInternal(value) || value.default === undefined || required,
  ),
  eachParameter(
    { id: "R44", severity: "gate", says: "No parameter is named connectionId" },
    ({ name }) => name !== "connectionId",
  ),
];

type Heading = Pick<Rule, "id" | "severity" | "says">;

function eachParameter(heading: Heading, keeps: (parameter: Parameter) => boolean): Rule {
  return {
    ...heading,
    find: ({ definition }) =>
      parametersOf(definition)
        .filter(({ parameter }) => !keeps(parameter))
        .map(({ at }) => at),
  };
}

function isInternal({ "x-ms-visibility": visibility }: { readonly "x-ms-visibility"?: string }): boolean {
  return visibility === "internal";
}

function eachInput(heading: Heading, keeps: (input: Input) => boolean): Rule {
  return {
    ...heading,
    find: ({ definition }) =>
      inputsOf(definition)
        .filter((input) => !keeps(input))
        .map(({ at }) => at),
  };
}

/** An empty text is in title case, too: R37 says whether there has to be one. */
function isTitleCase(text: string): boolean {
  return (
    text === "" ||
    text.split(" ").every((word, index) => /^[A-Z0-9$(]/.test(word) || (index > 0 && SMALL_WORDS.test(word)))
  );
}
