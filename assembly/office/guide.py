"""The organisers' guide: what to do and when, a task a page, with the pages it is done on.

A “quoted” word is a control's own, as `tests/office/test_guide.py` asserts in both languages: whoever renames a button
is told which sentences to change.
"""

from dataclasses import dataclass
from typing import Any

from flask import request

from assembly.i18n import _l
from assembly.models import Edition
from assembly.office.navigation import ENTRIES, PARTS, Entry
from assembly.security import Permission


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its name in the address, its title, what to do step by step, and the pages it is done on."""

    name: str
    title: Any
    steps: tuple[Any, ...]
    pages: tuple[Entry, ...]

    def pages_for(self, edition: Edition) -> list[Entry]:
        """Those whoever is signed in may open."""
        return [page for page in self.pages if page.is_for(edition)]


def _page(label: Any, endpoint: str, permission: Permission, *here: str) -> Entry:
    """A page that has no entry of its own in the navigation."""
    return Entry(label, endpoint, permission, frozenset(here or (endpoint,)))


_NAMED = {one.endpoint: one for entries in (ENTRIES, *PARTS.values()) for one in entries if not one.parts}


def _pages(*endpoints: str) -> tuple[Entry, ...]:
    return tuple(_NAMED[one] for one in endpoints)


_PHONES = _page(_l("Phones at the entrances"), "phones.overview", Permission.ADD_PEOPLE, "phones")

BEFORE = (
    Task(
        "create",
        _l("Create an assembly"),
        (
            _l("Under “Assemblies”, choose “Copy the last assembly”, or “New assembly” if there is none."),
            _l("Enter the name, dates and venue, then choose “Create this assembly”. Only the team can see it."),
            _l("Check “Assembly details”, “Date and venue” and “Practical information”."),
            _l("“Opening” lists what is missing. Fix everything under “Required before publishing”."),
            _l("Under “Team”, choose “Invite” for each colleague, with the role they need."),
            _l("Choose “Make public”. You can hide the assembly again as long as no one is registered or invited."),
        ),
        _pages(
            *("setting_up.listing", "settings.edition", "settings.day_and_place"),
            *("settings.practical", "settings.checklist"),
        ),
    ),
    Task(
        "registration",
        _l("Open registration"),
        (
            _l("Under “Places”, choose “Change” for each way of taking part."),
            _l("Fill in “Registration opens” and “Registration closes”, and the number of places."),
            _l("Decide whether the team reviews each registration, and whether to reserve places."),
            _l("Under “Questions”, add only what you need. The purpose you give is shown beside each question."),
            _l("Under “People and data”, say who is responsible for personal data and how long it is kept."),
            _l("Once the assembly is public, registration opens and closes automatically at the times you entered."),
        ),
        _pages("places.overview", "questions.listing", "settings.people_and_data"),
    ),
    Task(
        "invitations",
        _l("Invite people"),
        (
            _l("Choose “Invite a person”, or “Import a file” to add many people at once. Nothing is sent yet."),
            _l("Read the “Invitation text” and change it if you wish."),
            _l("Once the assembly is public, send the invitations with the button that says how many are ready."),
            _l("Later, use the button beside it to remind people who have not replied."),
            _l("Use the “Call list” for people who have not replied. Enter their reply under “Log the call”."),
            _l("Under “By network”, create a link that shows a network the replies of the people it invited."),
        ),
        _pages("invitations.listing"),
    ),
    Task(
        "people",
        _l("Review registrations"),
        (
            _l("“Today” shows how many registrations you have to review. Select the number to see them."),
            _l("Open a person and choose “Accept” or “Do not accept”. Our email gives your reason."),
            _l("To answer many people at once, tick them in the list and go to “For the people selected”."),
            _l("Places that become free are offered to the waiting list automatically, in order."),
            _l("“Add a person” registers someone by hand. “Import people” reads a table."),
        ),
        _pages("people.people"),
    ),
    Task(
        "programme",
        _l("Prepare and publish the programme"),
        (
            _l("Choose “Add a session”, or “Import or download a file” to start from a table."),
            _l("On a session’s page, enter its title in both languages, its room and its languages."),
            _l("Add its speakers there with “Add a person to this session”."),
            _l("“Check and publish” shows what will change and what is missing. Then choose “Publish”."),
            _l("If that was a mistake, choose “Undo the last publication”."),
        ),
        _pages("programme.draft"),
    ),
    Task(
        "speakers",
        _l("Invite speakers"),
        (
            _l("Choose “Add a speaker”, then give this person a role in a session or as co-chair."),
            _l("Under “Speaker invitations”, open the person, enter the address and deadline, and choose “Save”."),
            _l("Read the email on the same page, then choose “Send the invitation”."),
            _l("Speakers answer through their link and add biography, portrait and slides. We remind them twice."),
            _l("If an answer reaches you another way, enter it under “Record an answer you have received”."),
            _l("Confirmed speakers appear on the public pages when you next publish the programme."),
        ),
        _pages("speakers_office.listing", "speaker_invitations_office.listing"),
    ),
    Task(
        "messages",
        _l("Write to participants"),
        (
            _l("“Automatic emails” lists our reminders with their dates. You can pause or reschedule them."),
            _l("Under “Email texts”, change the wording. We add the status, the entry code and the dates."),
            _l("For anything else, choose “Write a message” under “Group messages”, then “Save and preview”."),
            _l("Choose “Send myself a test email”. Then send it “In ten minutes”, so that you can still cancel."),
            _l("“Emails” shows what was sent, what failed and which addresses do not work."),
            _l("If a time or place has changed, use “Calendar updates” to email the people concerned a new entry."),
        ),
        _pages("series.listing", "texts.listing", "groups.listing", "messages.mails", "calendar_office.listing"),
    ),
)
WEEK = (
    Task(
        "badges",
        _l("Print badges"),
        (
            _l("If names that cannot be printed are listed, first agree on another spelling with each person."),
            _l("Under “Print badges”, choose “Prepare a batch”. It holds every badge that is not in a batch yet."),
            _l("Choose the paper and download the file. Print it at actual size, or labels will not fit."),
            _l("Later, prepare a batch for newcomers, and choose “Prepare these again” for badges that changed."),
            _l("If the paper was lost or spoiled, choose “Undo this batch”. The entry codes stay the same."),
        ),
        (_page(_l("Print badges"), "batches.listing", Permission.ADD_PEOPLE, "batches", "badges"),),
    ),
    Task(
        "entrances",
        _l("Set up the entrances and phones"),
        (
            _l("Under “Date and venue”, choose “Add a door” for each entrance. Open its page to set hours and roles."),
            _l("Staff with an account open “Badges and entrances” on their phone and select their entrance."),
            _l("For a volunteer without an account, choose “Pair a phone” under “Phones at the entrances”."),
            _l("The volunteer scans the code on your screen with their phone within ten minutes."),
            _l("Choose “Start a shift”. For twelve hours, volunteers can search for names with its PIN."),
            _l("Try every phone, including without a network. Before the assembly, every scan is a rehearsal."),
        ),
        (_NAMED["settings.day_and_place"], _PHONES),
    ),
    Task(
        "volunteers",
        _l("Brief the volunteers"),
        (
            _l("If people at the entrance need an account, invite them under “Team” with the role “Door staff”."),
            _l("Give everybody the “Guide for volunteers at the entrance”. Practise with its training badge."),
            _l("If a guest needs something on arrival, choose “Edit” on their page and add a “Note for the entrance”."),
            _l("Name a supervisor. “Phones at the entrances” shows them which phone is calling."),
        ),
        (_NAMED["team.team"], _page(_l("Guide for volunteers at the entrance"), "door_app.guide", Permission.ADMIT)),
    ),
)
DAY = (
    Task(
        "check-in",
        _l("Check people in"),
        (
            _l("Open your entrance on the phone, allow the camera and hold the entry code in front of it."),
            _l("Green means that the guest is in. Without a code, search for the name, the city or the reference."),
            _l("Amber means that you decide: read the reason and choose one of the buttons."),
            _l("Red means that the code is not for this assembly. Search for the name."),
            _l("Without a network, the app keeps scanning and sends everything later."),
            _l("“Phones at the entrances” shows who has arrived and which phones still have scans to send."),
        ),
        (_page(_l("Entrance check"), "door.start", Permission.ADMIT, "door"), _PHONES),
    ),
    Task(
        "desk",
        _l("Run the welcome desk"),
        (
            _l("Search for guests with the field at the top of every page of the organisers’ area."),
            _l("If a guest is not registered, choose “Not on the list” on a phone at the entrance."),
            _l("If a guest registered to follow online, choose “Change to attending in person” there."),
            _l("For a lost badge, choose “Badge lost: replace the entry code” on the guest’s page."),
            _l("Print the “Attendance sheets (PDF)” in advance. If no phone works, tick guests off on them."),
            _l("Later, type their references and choose “Enter these arrivals”."),
        ),
        (_page(_l("Attendance on paper"), "attendance.entry", Permission.ADD_PEOPLE, "attendance", "for_many"),),
    ),
    Task(
        "corrections",
        _l("Correct a mistake"),
        (
            _l("Just scanned? Choose “Undo” on the phone within ten seconds, or later under “Last scans”."),
            _l("Afterwards, open the guest’s page, select “Undo” beside the arrival and give a reason."),
            _l("“Phones at the entrances” lists “Scans to check”: choose “Count this person” or “Leave as it is”."),
            _l("For a wrong name or position, choose “Edit” on the guest’s page, then print the badge again."),
            _l("If a person is registered twice, compare and merge the two under “Possible duplicates”."),
        ),
        (_PHONES, _page(_l("Possible duplicates"), "people.duplicates", Permission.ADD_PEOPLE)),
    ),
    Task(
        "changes",
        _l("Change the programme on the day"),
        (
            _l("Under “Today’s programme”, choose what changes for a session, such as its time or room."),
            _l("Check what will change, then choose “Publish now”. Only this session is published."),
            _l("To reverse the change, choose “Undo this change”."),
            _l("For the whole assembly, use “Postpone, move online or cancel” before anyone is admitted."),
        ),
        _pages("on_the_day.today", "rescheduling.choose"),
    ),
    Task(
        "stream",
        _l("Run the live stream"),
        (
            _l("Choose “Add a channel” for each language and enter its web address."),
            _l("Choose “Test the stream” before the assembly. Viewers are not counted during a test."),
            _l("The stream follows the programme, unless you choose “Start the stream” or “End the stream”."),
            _l("If something goes wrong, choose “Ask viewers to wait”, enter a notice and choose “Show this notice”."),
            _l("Once it is solved, choose “Follow the programme automatically again”."),
        ),
        _pages("live_office.overview"),
    ),
)
AFTER = (
    Task(
        "recordings",
        _l("Publish recordings"),
        (
            _l("Choose “Add a recording”, or “Import recordings” to add many from a table."),
            _l("Choose “Add a language” for each language, with the web address of the recording."),
            _l("Choose “Add captions” and “Add a speech”, so that people can find and read what was said."),
            _l("Set “For the public” to “Published”. The recording stays hidden if a speaker has not agreed to it."),
            _l("“See what is missing” lists gaps and links that do not work."),
            _l("The emails with the recordings are off until you turn them on under “Automatic emails”."),
        ),
        _pages("videos.recordings"),
    ),
    Task(
        "report",
        _l("Publish the report"),
        (
            _l("If the page says that phones still hold scans, open the app on them where there is a network."),
            _l("If you ran a survey, enter its figures under “Survey”."),
            _l("From the day after the assembly, choose “Write the article”. Its figures are fixed from then on."),
            _l("Write freely around the figures. The check says what keeps you from publishing."),
            _l("Under “Review by the networks”, choose “Create the link” to collect comments on the draft."),
            _l("Choose “Publish”, or set a time under “Embargo”. After a correction, choose “Publish the correction”."),
        ),
        _pages("results.results", "article_office.write", "survey_office.figures", "statistics.overview"),
    ),
    Task(
        "deletion",
        _l("Delete personal data"),
        (
            _l("Personal data is deleted automatically, on the dates worked out from “People and data”."),
            _l("Dietary and access needs are deleted on a separate date. Only totals are kept."),
            _l("Email addresses, telephone numbers and answers are deleted on another day."),
            _l("Names, positions and attendance are kept as a record of the assembly."),
            _l("Delete downloaded lists and destroy printed ones yourself: we cannot reach them."),
            _l("Under “Team”, “Hand over this assembly to the next team” ends the permissions of the current team."),
        ),
        (_NAMED["settings.people_and_data"], _page(_l("Hand over"), "team.hand_over", Permission.MANAGE_TEAM)),
    ),
)
PHASES = (
    (_l("Before the assembly"), BEFORE),
    (_l("The week before"), WEEK),
    (_l("On the day"), DAY),
    (_l("After the assembly"), AFTER),
)
TASKS = {task.name: task for _phase, tasks in PHASES for task in tasks}


def task_here() -> Task | None:
    """The task the present page belongs to: the one that names it, else the first that names its part of the office."""
    for mark in (request.endpoint, request.blueprint):
        for task in TASKS.values():
            if any(mark in page.here for page in task.pages):
                return task
    return None
