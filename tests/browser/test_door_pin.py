"""The app of the doors with its PIN: names are found, answers waited for, the rules of the door met."""

from __future__ import annotations

from collections.abc import Callable

from browser import Visitor, accessibility_faults, fill_in, hearing, photograph, press, says, sideways, until
from door_app import STORED, covered, new_pin, of_lang, pairing_link, supervisor, write_down
from playwright.sync_api import Page, expect

REFUSING_ONCE = """() => {
  for (const [part, name] of [[doorVault, "sealed"], [doorStore, "append"]]) {
    const whole = part[name];
    part[name] = () => { part[name] = whole; return Promise.reject(new Error("refused")); };
  }
}"""
"The phone can neither seal nor, the next time, write."


COLLEAGUE = """() => {
  const [mayor] = doorFold.search(doorKnown.guests, "montcunill");
  doorKnown.guests.push({ ...mayor, code: "colleague" });
}"""
"A second guest comes from the same city."


SLOW = """() => {
  const whole = AbortSignal.timeout;
  AbortSignal.timeout = () => { AbortSignal.timeout = whole; return whole.call(AbortSignal, 600); };
}"""
"The next question gets no answer in time."


NO_THEN_YES = """async () => {
    const { all } = doorStore, kept = doorSync.state.arrivals, now = doorSync.now(), from = (told, ago) => ({
        id: told + ago, kind: "entry", told, who: "guest", door: "A", device_at: now - ago, offset_ms: 0 });
    const scans = [from("admitted", 9), from("supervisor_no", 6)];
    const said = async () => {
        await doorKnown.countMine();
        return doorKnown.refusedSince({ code: "guest" }, now)?.door ?? null;
    };
    doorStore.all = async () => scans;
    const heard = { refused: { guest: { at: now - 6, door: "A" } }, inside: {} };
    doorSync.state.arrivals = { ...kept, ...heard, isRehearsal: doorKnown.isRehearsal(now) };
    const found = [await said()];
    scans.push(from("admitted_anyway", 3));
    found.push(await said());
    Object.assign(doorStore, { all });
    doorSync.state.arrivals = kept;
    await doorKnown.countMine();
    return found;
}"""
"What a phone says of a supervisor's no, its own and heard: before she lets the guest in after all, and then."


def meets_the_rules_of_the_door(page: Page, office: Page) -> None:
    """Somebody with a note and a badge of another event comes to an entrance that is for the press alone."""
    office.goto("/en/manage/2027/people?q=montcunill")
    office.get_by_role("main").locator("a[href*='/people/']").filter(has_text="Montcunill").first.click()
    office.goto(f"{office.url}/edit")
    fill_in(office, desk_note="step-free")
    office.locator("#facts button").click()
    office.goto(f"{office.url}/edit")
    fill_in(office, external="HOST-77")
    press(office, "Save the badge code")
    office.goto("/en/manage/2027/settings/doors/B")
    office.get_by_label("Press").check()
    press(office, "Save")
    page.evaluate("dispatchEvent(new Event('online'))")
    until(
        lambda: page.evaluate("doorSync.state.list.header.external && doorSync.state.list.header.doors.B.roles.length")
    )
    page.evaluate("doorVerdicts.taken('HOST-77')")
    covered(page, "fr", "ASK")
    expect(page.locator("#covering .desk")).to_have_text("step-free")
    expect(page.locator("#covering .note")).to_contain_text("réservée à certains rôles")
    expect(page.locator("[data-act=anyway]")).to_be_visible()
    assert not sideways(page)
    photograph(page, "fr", "app-role")
    page.locator("[data-act=next]").click()
    page.evaluate("doorVerdicts.taken('https://x.eu/b/a-code-that-nobody-has-here')")
    covered(page, "fr", "STOP")  # a question until the server has answered
    photograph(page, "fr", "app-stop")
    page.locator("[data-act=next]").click()
    page.locator("#last").click()
    expect(page.locator("#covering .hits b").first).to_have_text(says("fr", "Unknown code"))
    photograph(page, "fr", "app-last-stop")
    page.locator("[data-act=next]").click()
    another_code_waits(page)
    for code, sentence in (
        ("HOST-78", "We do not recognise this badge from another event. Search for the name."),
        ("HOST-77", "A badge from another event can only be checked with a network. Search for the name."),
    ):
        page.evaluate("code => doorVerdicts.taken(code)", code)
        covered(page, "fr", "ASK")
        expect(page.locator("#covering .note")).to_have_text(hearing(says("fr", sentence)))
        page.locator("[data-act=next]").click()
        page.context.set_offline(True)
    page.context.set_offline(False)
    office.goto("/en/manage/2027/settings/doors/B")  # for everybody again: the other tests come in here
    office.get_by_label("Press").uncheck()
    press(office, "Save")


def is_refused_by_the_server(page: Page) -> None:
    """The supervisor has let somebody in, and the server does not take what was typed of them."""
    page.evaluate("doorWalkIn.open('', true)")
    for name, typed in (("given", "Wilma"), ("family", "Kamera"), ("place", "https://x.example")):
        page.locator(f"#walk-in-{name}").fill(typed)
    page.keyboard.press("Enter")
    covered(page, "fr", "IN")
    page.locator("[data-act=next]").click()
    refused = says(
        "fr", "%(name)s: inside, but the server refused this entry – tell the supervisor", name="Wilma Kamera"
    )
    expect(page.locator("#news")).to_contain_text(refused)
    photograph(page, "fr", "app-news-refused")
    page.locator("#news button").click()


def another_code_waits(page: Page) -> None:
    """A green page without a note makes way; with a note it stays, and is not green before the next guest."""
    show = "(desk) => doorView.cover('in', [], [doorView.next()], desk)"
    read = "() => doorVerdicts.taken('https://x.eu/b/another-code-that-nobody-has')"
    page.evaluate(show, arg=True)
    assert page.evaluate(read) is False
    expect(page.locator("#covering.waits [role=alert]")).to_be_visible()
    expect(page.locator("#covering .word")).to_have_count(0)
    photograph(page, "fr", "app-another-code")
    page.locator("[data-act=next]").click()
    page.evaluate(show, arg=False)
    until(lambda: page.evaluate(read))
    covered(page, "fr", "STOP")
    page.locator("[data-act=search]").click()
    expect(page.locator("#q")).to_be_focused()


def waits_for_answers(page: Page) -> None:
    """A slow answer is asked for again; the supervisor's word is written down; a name is not typed twice."""
    follow = "mode => doorKnown.guests.forEach((guest) => (guest.mode = mode))"
    page.evaluate(follow, "online")
    page.locator("#q").fill("montcunill")
    page.keyboard.press("Enter")
    page.locator("#found .hits button").click()
    covered(page, "fr", "ASK")
    page.evaluate(follow, "on_site")
    page.route("**/in-person?*", lambda _route: None)
    page.evaluate(SLOW)
    page.locator("[data-act=in_person]").click()
    expect(page.locator("[data-act=in_person]")).to_have_text(says("fr", "One moment…"))
    notes = page.locator("#covering .note")
    expect(notes.first).to_have_text(hearing(says("fr", "No answer yet. Try again.")))
    photograph(page, "fr", "app-no-answer")
    page.locator("#covering [data-act=call]").click()
    expect(page.locator("[data-act=allowed]")).to_be_visible()
    expect(page.locator("#covering :is([data-act=call], [data-act=anyway])")).to_have_count(0)
    photograph(page, "fr", "app-called")
    assert not accessibility_faults(page)
    page.locator("[data-act=next]").first.click()
    page.route("**/scans", lambda _route: None)
    page.evaluate(SLOW)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#line")).to_have_text(says("fr", "The server is slow"))
    photograph(page, "fr", "app-slow")
    page.unroute("**/scans")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#line")).to_have_text(says("fr", "Online"))
    page.locator("#q").fill("Nemo Niemand")
    page.keyboard.press("Enter")
    photograph(page, "fr", "app-nobody")
    page.locator("#found [data-act=call]").click()
    expect(page.locator("#covering .note")).to_have_text(says("fr", "The supervisor has been called."))
    photograph(page, "fr", "app-nobody-called")
    page.locator("[data-act=refused]").click()
    noted = says("fr", "Noted: the supervisor said no.")
    expect(page.locator("#undo span")).to_have_text(hearing(noted))
    expect(page.locator("#q")).to_have_value("")  # for the next guest
    for searched in ("Nemo Niemand", "Oslo"):
        page.locator("#q").click()
        page.keyboard.type(searched)  # in place of what was searched for before
        page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("Oslo")
    page.locator("#walk-in").click()
    expect(page.locator("#walk-in-family")).to_have_value("")  # not the city
    page.locator("[data-act=next]").click()
    page.locator("#q").fill("Nemo Niemand")
    page.locator("#walk-in").click()
    expect(page.locator("#walk-in-given")).to_have_value("Nemo")
    page.locator("#covering [data-act=call]").click()
    expect(page.locator("#walk-in-family")).to_have_value("Niemand")
    expect(page.locator("#covering [data-act=refused]")).to_be_visible()
    photograph(page, "fr", "app-walk-in-called")
    page.locator("[data-act=next]").click()


def chooses_of_a_group(page: Page) -> None:
    """A second guest of the same city is left out."""
    expect(page.locator("#found [data-act=group]")).to_have_count(0)
    page.evaluate(COLLEAGUE)
    page.keyboard.press("Enter")
    page.locator("#found [data-act=group]").click()
    expect(page.locator("#covering [type=checkbox]")).to_have_count(2)
    page.locator("#covering [type=checkbox]").first.uncheck()
    expect(page.locator("#covering .note")).to_have_text(hearing(says("fr", "1 selected. Read the name aloud.")))
    photograph(page, "fr", "app-group")
    page.locator("[data-act=next]").click()
    page.evaluate("doorKnown.guests.pop()")
    expect(page.locator("#found")).to_be_empty()  # the next guest reads nobody's name
    page.locator("#q").fill("montcunill")
    page.keyboard.press("Enter")


def test_names_open_with_the_pin(visitor: Visitor, door_phone: Callable[..., Page], full_scale: bool) -> None:
    """`make proof` meets every answer and rule on the way; without a browser: tests/checkin."""
    office = supervisor(visitor)
    pin = new_pin(office)
    page = door_phone("fr")
    page.goto("/fr/checkin/2027/app")
    expect(page.locator("#line")).to_have_text(says("fr", "Not paired"))
    page.goto(of_lang(pairing_link(office, "B"), "fr"))
    page.reload()  # only the part after # is another
    page.locator("#pin").fill("000000" if pin != "000000" else "000001")
    page.locator("#pin-form button").click()
    expect(page.locator("#pin-note")).to_have_text(
        hearing(says("fr", "This is not the current shift PIN. Ask the supervisor."))
    )
    page.locator("#pin").fill(pin)
    page.locator("#pin-form button").click()
    expect(page.locator("#pin-form")).to_be_hidden()
    if full_scale:
        waits_for_answers(page)
        assert page.evaluate(NO_THEN_YES) == ["A", None]
    page.locator("#q").fill("montcunill")
    page.keyboard.press("Enter")
    hit = page.locator("#found .hits button")
    expect(hit).to_have_count(1)
    if full_scale:
        chooses_of_a_group(page)
    assert not sideways(page)
    assert not accessibility_faults(page)
    photograph(page, "fr", "app-search")
    hit.click()
    covered(page, "fr", "IN")
    expect(page.locator("#covering")).to_be_hidden(timeout=4000)
    page.locator("#undo button").click()
    expect(page.locator("#covering .question")).to_have_text(says("fr", "Undone"))
    page.locator("[data-act=next]").click()
    page.locator("#q").fill("montcunill")
    page.keyboard.press("Enter")
    hit.click()
    covered(page, "fr", "IN")  # nobody was inside
    expect(page.locator("#covering")).to_be_hidden(timeout=4000)
    if full_scale:
        page.evaluate(REFUSING_ONCE)
    write_down(page, "fr", "Wolfram")
    for _refused in range(2 if full_scale else 0):
        expect(page.locator("#walk-in-why")).to_have_text(
            hearing(says("fr", "This phone could not save this person. Try again, or use another phone."))
        )
        expect(page.locator("#walk-in-given")).to_have_value("Wolfram")
        page.locator("#covering button.sun").click()
    covered(page, "fr", "IN")  # in a rehearsal nobody is registered
    expect(page.locator("#covering .rehearsal")).to_be_visible()
    page.locator("[data-act=next]").click()
    page.locator("#last").click()
    expect(page.locator("#covering .hits li")).to_have_count(5 if full_scale else 3)
    photograph(page, "fr", "app-last")
    page.locator("#covering .hits button").nth(1).click()
    expect(page.locator("#covering .question")).to_have_text(hearing(says("fr", "Undo this scan?")))
    expect(page.locator("#covering .who")).to_contain_text("Montcunill")
    photograph(page, "fr", "app-undo")
    page.locator("[data-act=next]").click()
    page.locator("#guide").click()
    expect(page.locator("#covering h1")).to_have_text(says("fr", "Guide for volunteers at the entrance"))
    page.locator("[data-act=next]").click()
    expect(page.locator("#pin-form")).to_be_hidden()  # the names are still open
    if full_scale:
        is_refused_by_the_server(page)
        meets_the_rules_of_the_door(page, office)
    office.goto("/en/manage/2027/phones/")
    with office.expect_navigation():
        office.get_by_role("button", name="Disconnect this phone").first.click()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#ended")).to_be_visible()
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    stored = page.evaluate(STORED)
    assert "Montcunill" not in stored
