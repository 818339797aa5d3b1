import { toConnectionFailure } from "../../../shared/source/transport/textRequest";

function anError(fields: object): Error {
  return Object.assign(new Error("secret details"), fields);
}

test.each([
  ["a code", anError({ code: "ECONNRESET" }), "the connection was cut (ECONNRESET)"],
  ["a code in its cause", anError({ cause: anError({ code: "ENOTFOUND" }) }), "its host name is not known (ENOTFOUND)"],
  [
    "one code for each address",
    anError({ errors: [anError({ code: "ETIMEDOUT" }), anError({ code: "ENETUNREACH" })] }),
    "its host does not answer (ETIMEDOUT)",
  ],
  [
    "the code of a certificate",
    anError({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
    "no secure connection with it is possible (DEPTH_ZERO_SELF_SIGNED_CERT)",
  ],
  [
    "the code of a chain",
    anError({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
    "no secure connection with it is possible (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
  ],
  ["another code", anError({ code: "UND_ERR_ABORTED" }), "the call failed (UND_ERR_ABORTED)"],
  ["no code", anError({}), "the call failed (no code)"],
  ["no shape", undefined, "the call failed (no code)"],
])("an error with %s makes the source unreachable, in words", (_name, error, reason) => {
  expect(toConnectionFailure(error)).toEqual({
    kind: "unreachable",
    message: `the source could not be reached: ${reason}`,
  });
});

test.each([anError({ name: "HTTPParserError" }), anError({ code: "UND_ERR_HEADERS_OVERFLOW" })])(
  "what answers, but not in HTTP, is malformed",
  (error) => {
    expect(toConnectionFailure(error).kind).toBe("malformed");
  },
);
