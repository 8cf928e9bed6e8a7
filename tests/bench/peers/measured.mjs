// What the runners on Node have in common; it stands before each of them.
// The inputs come on standard input, and each case is answered by one line of JSON.
import { readFileSync } from "node:fs";
import process from "node:process";

const SAMPLES = 41;
const WARM_UP = 300_000_000n;
// Long enough that what the runs leave behind is collected within the samples, too.
const SAMPLE = 10_000_000n;

const inputs = JSON.parse(readFileSync(0, "utf8"));
// What was answered last: kept, so that no work can be left out for want of a reader.
let kept;

function timed(run, times) {
  const started = process.hrtime.bigint();
  for (let count = 0; count < times; count += 1) kept = run();
  return process.hrtime.bigint() - started;
}

/** Nanoseconds of one run: samples, each of so many runs that the clock is fine enough. */
function samples(run) {
  const started = process.hrtime.bigint();
  while (process.hrtime.bigint() - started < WARM_UP) kept = run();
  let times = 1;
  while (timed(run, times) < SAMPLE) times *= 2;
  return Array.from({ length: SAMPLES }, () => Number(timed(run, times)) / times);
}

/** Says what a case answers and how long that takes, or why it was refused. */
function answer(run) {
  let said;
  try {
    said = { answer: run() };
    said.nanoseconds = samples(run);
  } catch (error) {
    said = { refused: String(error?.message ?? error) };
  }
  console.log(JSON.stringify(said));
}
