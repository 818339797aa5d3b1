import { type Rule } from "../rule";
import { ANSWER_RULES } from "./answers";
import { CALL_RULES } from "./calls";
import { FILE_RULES } from "./files";
import { NAMING_RULES } from "./naming";
import { PAGING_RULES } from "./paging";
import { PARAMETER_RULES } from "./parameters";
import { PATH_RULES } from "./paths";
import { PROPERTY_RULES } from "./properties";
import { REFERENCE_RULES } from "./references";
import { ROOT_RULES } from "./root";
import { TRIGGER_RULES } from "./triggers";
import { VALUE_RULES } from "./values";

/** R1 to R73. */
export const ALL_RULES: readonly Rule[] = [
  FILE_RULES,
  ROOT_RULES,
  NAMING_RULES,
  ANSWER_RULES,
  PATH_RULES,
  PARAMETER_RULES,
  VALUE_RULES,
  REFERENCE_RULES,
  CALL_RULES,
  PAGING_RULES,
  TRIGGER_RULES,
  PROPERTY_RULES,
]
  .flat()
  .toSorted((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
