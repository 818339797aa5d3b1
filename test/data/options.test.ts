import { toRefusal } from "../../shared/data/options";
import { type SourceFailure } from "../../shared/model/sourceAnswer";

const OPTIONS = { $filter: "x", $orderby: "y" };
const refused = (more: Partial<SourceFailure>): SourceFailure => ({ kind: "rejected", message: "no (400)", ...more });

test.each<[string, Partial<SourceFailure>, object, string]>([
  ["its error's target", { target: "$orderby", said: "$filter is fine" }, OPTIONS, "$orderby"],
  ["its words", { target: "query", said: "Syntax error in $FILTER" }, OPTIONS, "$filter"],
  ["being the only one", { said: "no" }, { $search: "x" }, "$search"],
  ["nothing", { said: "no" }, OPTIONS, "query"],
  ["an option that was not given", { target: "$top" }, OPTIONS, "query"],
])("the option that the source refuses is known by %s", (_, failure, options, target) => {
  expect(toRefusal(refused(failure), options, undefined)).toMatchObject({ target });
});

test("the source's words are told, or ours where it has none", () => {
  expect(toRefusal(refused({ said: "Bad column" }), OPTIONS, undefined)?.message).toMatch(/Insights: Bad column$/);
  expect(toRefusal(refused({}), OPTIONS, undefined)?.message).toMatch(/Insights: no \(400\)$/);
});

test("of a further page it is the token that is refused; a failure of another kind is no refusal", () => {
  expect(toRefusal(refused({ target: "$filter" }), OPTIONS, { after: { skip: 5 } })).toMatchObject({
    target: "$skiptoken",
  });
  expect(toRefusal({ kind: "timed-out", message: "late" }, OPTIONS, undefined)).toBeUndefined();
});
