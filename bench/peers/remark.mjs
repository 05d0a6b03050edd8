// What remark-validate-links says: node remark.mjs TREE LIST, where LIST names files of the tree, one a line. One JSON object a line on standard output.
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { engine } from "unified-engine";
import { remark } from "remark";
import validateLinks from "remark-validate-links";

const tree = resolve(process.argv[2]);
const files = readFileSync(process.argv[3], "utf8").split("\n").filter(Boolean).map((name) => resolve(tree, name));
engine(
  {
    processor: remark(),
    files,
    cwd: tree,
    extensions: ["md"],
    plugins: [[validateLinks, { repository: false, root: tree }]],
    output: false,
    out: false,
    reporter: (results) => {
      for (const file of results) {
        for (const message of file.messages) console.log(JSON.stringify({ file: relative(tree, resolve(tree, file.path)), line: message.line, column: message.column, reason: message.reason }));
      }

      return "";
    },
  },
  (error) => {
    if (error) throw error;
  },
);
