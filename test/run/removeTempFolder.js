// Removes the temporary folder of the run, and fails the run when a test has left something in it.
const { readdirSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");

/** Caches of tsx and Node, and the logs of hosts, which the whole run shares. */
const SHARED = /^(tsx-|node-compile-cache|host-logs)/;

module.exports = function removeTempFolder() {
  const folder = tmpdir();
  const left = readdirSync(folder).filter((name) => !SHARED.test(name));
  rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`tests left ${left.join(", ")} in the temporary folder`);
};
