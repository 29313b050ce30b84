// Runs the shared examples with the scripts of the phones, and prints what is not as it should be, as JSON.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const root = new URL("../../../", import.meta.url);
for (const name of ["rules", "fold"]) runInThisContext(readFileSync(new URL(`static/js/door/${name}.js`, root), "utf8"));
const { doorRules: rules, doorFold: folding } = globalThis;
const examples = JSON.parse(readFileSync(new URL("rules.json", import.meta.url), "utf8"));
const wrong = [];
let run = 0;

function same(what, found, right) {
  run += 1;
  if (JSON.stringify(found) !== JSON.stringify(right)) wrong.push([what, found, right]);
}

const anyDoor = { is_closed: false, roles: [], invited_only: false };
for (const one of examples.verdicts) {
  same(one.name, rules.verdict(one.guest, one.at, one.is_inside, one.is_server, one.door ?? anyDoor), one.told);
}
for (const { door, told } of examples.walk_ins) same(told, rules.walkInRefusal({ ...anyDoor, ...door }), told);
for (const one of examples.hours) same(`${one.at} of ${one.open}`, rules.phaseAt(one.at, one), one.phase);
for (const one of examples.colours) {
  const ways = [rules.actionsOf(one.told), rules.actionsOf(one.told, true)];
  const found = [rules.colourOf(one.told), ...ways, rules.likelyReasons(one.told), rules.asksIdentity(one.told)];
  same(one.told, found, [one.colour, one.actions, one.called, one.reasons, one.identity ?? false]);
}
for (const one of examples.counts) same(`${one.told} ${one.against}`, rules.counts(one.told, one.against), one.counts);
for (const [left, reserved, who, word] of examples.places) same(word, rules.placesWord(left, reserved, who), word);
for (const [text, shown, names, right] of examples.matches) same(text, folding.matchedBy(text, shown, names), right);
same("training", [rules.TRAINING], examples.training);
for (const [text, right] of examples.folded) same(text, folding.fold(text), right);
for (const [text, right] of examples.references) same(text, folding.reference(text), right);
for (const [text, right] of examples.searches) same(text, folding.search(examples.guests, text).map((guest) => guest.id), right);
console.log(JSON.stringify({ run, wrong }));
