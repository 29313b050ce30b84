"""Who gets past the guard of each route, for six kinds of people, as one literal table."""

from __future__ import annotations

NOBODY, GUEST, DOOR, CHAIR, HERE, ELSEWHERE = "nobody", "guest", "door", "co-chair", "organiser", "organiser elsewhere"
EVERYBODY = {NOBODY, GUEST, DOOR, CHAIR, HERE, ELSEWHERE}
SIGNED_IN, OFFICE, TEAM, DOORS = {DOOR, CHAIR, HERE, ELSEWHERE}, {CHAIR, HERE}, {HERE}, {DOOR, HERE}
ROUTES: tuple[tuple[set[str], str], ...] = (
    (
        EVERYBODY,
        """
        editions root current home practical contact card manifest open_data picture healthz readyz robots
        editions site_map
        live page watch
        agenda programme session card changes selection as_json as_xml as_pdf
        documents document
        calendar programme session selection day
        recordings listing feed podcast one search as_json oembed picture captions started play
        recordings ask_for_alert alert_asked
        alerts page confirm remove
        review page
        press page share_card
        full_report page file word markdown
        report page file word markdown website data
        speakers listing one portrait
        registration register received correct_address participants
        communities about logo search
        signatures signatories data join table declaration
        joining form received
        invited open_link enter open_list enter_list
        own_signing open_link enter
        privacy statement accessibility accessibility_message legal
        speaker_page open_link enter
        own_quote page
        own open_link enter open_new_address confirm_new_address find_link send_link code_worker status
        confirming forms register
        accounts sign_in ask_for_link open_link use_link sign_out second_step passkey_options
        accounts enter_by_passkey
        office start
        checkin code
        door_app app manifest guide service_worker trust authority
        door_api description pair
        news leave_page leave
        demo mails one html picture
        demo_homes listing at
        films one
        day_card card file
        """,
    ),
    (
        {GUEST},
        """
        own badge cancel accept_offer decline_offer code_picture code sessions details consents change
        own address hand_over bring leave_out badge_along end_assistant folder_to_print data
        agenda choose
        own_calendar invitation
        own_recordings missed
        invited status say network_list
        speaker_page status profile portrait slides_page
        own_signing status declaration withdraw
        """,
    ),
    (
        SIGNED_IN,
        """
        accounts kept_form account end_session daily_summary app confirm_app remove_app codes new_codes
        accounts add_passkey new_passkey_options keep_passkey remove_passkey
        office guide task
        """,
    ),
    (
        DOORS,
        """
        door start which admit_named in_person badge walk_in admit_external call refuse group last undo
        badges badges
        """,
    ),
    # the code of a badge: at another edition's door the verdict says STOP
    ({DOOR, HERE, ELSEWHERE}, "checkin admit"),
    (
        OFFICE,
        """
        office today search
        people people person sign_ups signed_up totals protocol_order
        desk my_day make_card end_card card_file briefing speakers proposal rank withdraw_proposal quotes
        desk approve_quote send_back ceremony move_place say_present sign_now undo_signed
        statistics overview file
        directory listing table
        """,
    ),
    ({CHAIR}, "desk correct_proposal"),
    (
        TEAM,
        """
        signing_office listing one document link create accept ask_again version withdraw
        declaration_office text version
        balances_office listing one remove
        recorded_office listing one record correct mistake
        door clear_rehearsal
        arrivals undo
        attendance entry sheets
        for_many entry
        batches listing of_list prepare_list prepare_batch batch_file batch ask_for_file file_part
        batches undo_batch
        phones overview start_shift pair end answered door_answered decision
        people answer set_office seats named of_person represent add duplicates compare make_one keep_two
        people import_table import_reading import_preview import_store answer_many export send_table edit
        people save change_mode correct_address external_code send_again renew_link renew_code end_access
        questions listing add edit up down delete
        places overview change
        invitations listing add one edit save calls send remind send_one note_answer note_call withdraw
        invitations import_table import_reading import_preview import_store networks make_list revoke_list
        programme draft publish still_right publishing undo add session hide show duplicate remove
        programme bring_back add_part part part_up confirmations remove_part import_table import_reading
        programme import_preview import_store table template add_document document document_file
        programme withdraw_document restore_document remove_document
        on_the_day today publish undo
        live_office overview state notice access add channel remove
        speakers_office listing add take one portrait still_right remove
        speaker_invitations_office listing one send remind withdraw register answer slides_file
        mandates_office add one remove
        quotes_office listing add one approve withdraw ask use_wording dealt_with up down remove
        review_office listing begin end remove
        announcements_office listing add one up down remove
        desk turn_down accept add_place add_signing remove_place
        badges badge
        videos recordings add recording picture remove table template import_table import_reading
        videos import_preview import_store add_track track remove_track check_links board add_part part
        videos remove_part add_captions captions remove_captions
        settings edition still_right extras checklist announce hide mails_read practical_read day_and_place
        settings add_room room delete_room add_door door delete_door practical people_and_data pictures
        settings add_picture picture delete_picture
        rescheduling choose decide edit announce
        messages mails one hold send
        groups listing new one edit test send take_back discard
        series listing one pause resume
        accessibility_office listing answered
        calendar_office listing email
        texts listing one restore
        results results
        article_office write start save figures preview withdraw discard
        survey_office figures remove question remove_question import_table import_reading import_preview
        survey_office import_store
        trial_day page play undo
        directory add edit delete import_table import_reading import_preview import_store suggestions link
        directory dismiss duplicates merge
        networks listing add edit up down delete
        team team take invite_again adjust take_second_factor hand_over withdraw
        """,
    ),
    # a paired phone, by its token; who owns all editions: nobody of the six
    (
        set(),
        """
        door_api names guest_list scans in_person external_code badge
        office system style
        setting_up listing new
        """,
    ),
)
"In each line a blueprint and its routes."
ROWS = [
    (f"{blueprint}.{route}", allowed)
    for allowed, lines in ROUTES
    for blueprint, *routes in map(str.split, filter(str.strip, lines.splitlines()))
    for route in routes
]
ALLOWED = dict(ROWS) | {"static": EVERYBODY}
