// Reads a list of formulas from standard input, and writes KaTeX's MathML of each; null: it does not know it.
import { readFileSync } from "node:fs";
import katex from "katex";

const options = { displayMode: true, output: "mathml", strict: "ignore" };
const made = JSON.parse(readFileSync(0, "utf8")).map((source) => {
  try {
    return katex.renderToString(source, options).replace(/^<span[^>]*>|<\/span>$/g, "");
  } catch {
    return null;
  }
});
process.stdout.write(JSON.stringify(made));
