// Opens a list as a phone does: its bytes come base64 with a code and the key of the names, and the answer is JSON.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

runInThisContext(readFileSync(new URL("../../../static/js/door/vault.js", import.meta.url), "utf8"));
const { list, code, wrong, key } = JSON.parse(readFileSync(0, "utf8"));
const bytes = Uint8Array.from(Buffer.from(list, "base64"));
const opened = globalThis.doorVault.open(bytes.buffer);
const names = await opened.everybody(await globalThis.doorVault.namesKey(key));
const guest = await opened.find(code);
const nobody = await opened.find(wrong);
console.log(JSON.stringify({ guest, nobody, names, hash: await globalThis.doorVault.hashOf(code) }));
