// Seals words for the server as a phone does: they come as JSON with the point of the server and the name of the scan.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

runInThisContext(readFileSync(new URL("../../../static/js/door/vault.js", import.meta.url), "utf8"));
const { words, point, name } = JSON.parse(readFileSync(0, "utf8"));
console.log(await globalThis.doorVault.sealed(words, point, name));
