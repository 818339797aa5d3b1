/**
 * `npm run release:check`: says what is still to do before the version in package.json can be released. It releases
 * nothing. `release.ts` is where to start.
 */
import { findProblems, readRelease } from "./release";

const release = readRelease(process.cwd());
const problems = findProblems(release);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${release.version} can be released.`);
