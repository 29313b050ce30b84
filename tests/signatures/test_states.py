"""From interest to signature: every move is one of ours or refused, and each is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pdf_samples
import pytest
from factories import make_edition
from flask import Flask
from signers import acceptance, brought_to, coming, forward, interest
from sqlalchemy import func, select

from assembly import clock
from assembly.communities.queries import by_code
from assembly.communities.service.places import AlreadyThere
from assembly.errors import DomainError, SentBefore
from assembly.extensions import db
from assembly.models import (
    Bilingual,
    CommunityKind,
    Mail,
    Signature,
    SignatureKind,
    Signing,
    SigningMove,
    SigningState,
    StoredFile,
)
from assembly.signatures.documents.signed_pdf import checked
from assembly.signatures.service import beginning, checking, facts
from assembly.signatures.service.moves import NotNow
from assembly.transactions import writing

INTEREST, DRAFT, CHECKING, SIGNED, WITHDRAWN = (
    SigningState.INTEREST,
    SigningState.DRAFT,
    SigningState.CHECKING,
    SigningState.SIGNED,
    SigningState.WITHDRAWN,
)
LEGAL = {
    (INTEREST, DRAFT),
    (INTEREST, WITHDRAWN),
    (DRAFT, CHECKING),
    (DRAFT, WITHDRAWN),
    (CHECKING, DRAFT),
    (CHECKING, SIGNED),
    (CHECKING, WITHDRAWN),
    (SIGNED, WITHDRAWN),
}
PAIRS = [(before, after) for before in SigningState for after in SigningState if before is not after]


def count(noun: type) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


def test_every_pair_is_move_or_refusal(demo_app: Flask) -> None:
    with demo_app.app_context():
        for number, (before, after) in enumerate(PAIRS):
            with writing():  # a body of its own, so that nobody has signed already
                code = brought_to(before, email=f"o{number}@example.org").code
            signing = db.session.scalars(select(Signing).where(Signing.code == code)).one()
            moves = len(signing.moves)
            try:
                with writing():
                    forward(signing, after)
            except DomainError:
                pass
            db.session.expire_all()
            moved = (signing.state, len(signing.moves)) == (after, moves + 1)
            assert moved is ((before, after) in LEGAL), (before, after)
            assert moved or (signing.state, len(signing.moves)) == (before, moves)
            with writing():
                if signing.state is SIGNED:
                    checking.withdraw(signing, "makes room")


def test_the_table_of_moves_says_the_same() -> None:
    assert {(before, after) for before, after in PAIRS if before.may_become(after)} == LEGAL


def test_each_move_says_who_when_and_why(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            signing = brought_to(CHECKING)
            checking.ask_again(signing, "the stamp is missing")
        rows = db.session.execute(select(SigningMove.from_state, SigningMove.to_state, SigningMove.reason)).all()
        assert [tuple(row) for row in rows] == [
            (None, INTEREST, ""),
            (INTEREST, DRAFT, ""),
            (DRAFT, CHECKING, ""),
            (CHECKING, DRAFT, "the stamp is missing"),
        ]
        assert {move.by for move in signing.moves} == {"system"}


@pytest.mark.turns(3)
@pytest.mark.parametrize("missing", [{"is_signed": False}, {"is_entitled": False}, {"note": ""}])
def test_nothing_is_accepted_unchecked(demo_app: Flask, missing: dict[str, object]) -> None:
    with demo_app.app_context():
        with writing():
            signing = brought_to(CHECKING)
        with pytest.raises(checking.NotChecked), writing():
            checking.accept(signing, acceptance(**missing))
        assert signing.state is CHECKING


def test_a_name_somebody_typed_is_no_signatory(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            signing = brought_to(CHECKING, place="Ostrobothnia Utopia")
        assert signing.community is None
        with pytest.raises(checking.NotInDirectory), writing():
            checking.accept(signing, acceptance())


def test_one_signs_once_and_again_after_withdrawing(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            first = brought_to(SIGNED)
            second = brought_to(CHECKING, email="other@oulu.example.org")
        with pytest.raises(facts.AlreadySigned), writing():
            checking.accept(second, acceptance())
        with writing():
            checking.withdraw(first, "new council")
        with writing():
            checking.accept(second, acceptance())
        assert second.state is SIGNED
        assert count(Signature) == 12 + 2


def test_the_directory_decides_sign_or_support(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            signing = brought_to(DRAFT, body=CommunityKind.COMPANY, place="Smart Ltd", country="IE")
            assert signing.kind is SignatureKind.SUPPORT
            checking.link(signing, by_code("oulu"))  # type: ignore[arg-type]
            assert signing.kind is SignatureKind.SIGN
            smart = {"native_name": "Smart", "names": Bilingual("Smart", "Smart"), "country": "IE"}
            checking.add_and_link(signing, kind=CommunityKind.COMPANY, **smart)
            assert (signing.community.code, signing.kind) == ("smart", SignatureKind.SUPPORT)  # type: ignore[union-attr]
        with pytest.raises(AlreadyThere), writing():
            checking.add_and_link(signing, kind=CommunityKind.COMPANY, **smart)
        with pytest.raises(facts.MayNotSign), writing():
            facts.record_signature(
                signing.community,  # type: ignore[arg-type]
                SignatureKind.SIGN,
                signed_on=date(2026, 1, 1),
                edition=None,
                source="test",
            )


@pytest.mark.turns(3)
@pytest.mark.parametrize(("days", "refusal"), [(0, None), (-1, facts.NotThatDay), (1, facts.NotYet)])
def test_signing_at_an_assembly_while_it_meets(demo_app: Flask, days: int, refusal: type[DomainError] | None) -> None:
    with demo_app.app_context():
        edition = coming()
        with clock.at(edition.starts_at):
            with writing():
                signing = brought_to(CHECKING)
            found = acceptance(edition=coming(), signed_on=edition.day + timedelta(days=days))
            if refusal is None:
                with writing():
                    checking.accept(signing, found)
                assert signing.signature is not None
                return
            with pytest.raises(refusal), writing():
                checking.accept(signing, found)


def test_the_same_form_is_one_signing(demo_app: Flask) -> None:
    sent = interest()
    with demo_app.app_context():
        mails = count(Mail)
        with writing():
            first = beginning.start(coming(), sent)
        with writing():
            second = beginning.start(coming(), sent)
        assert (first, count(Signing), count(Mail) - mails) == (second, 1, 1)
        with pytest.raises(SentBefore), writing():
            beginning.start(coming(), interest(key=sent.key, signer="Somebody Else"))


def test_the_same_city_gets_its_link_again(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            first = beginning.start(coming(), interest())
        with writing():
            again = beginning.start(coming(), interest(place="OULU", email="Office@Oulu.example.org"))
            other = beginning.start(coming(), interest(place="Espoo"))
        assert again == first
        assert other != first
        assert (
            count(Signing),
            len(db.session.scalars(select(Mail).where(Mail.template == "signing_received")).all()),
        ) == (
            2,
            3,
        )


def test_the_same_file_twice_is_one(demo_app: Flask) -> None:
    with demo_app.app_context():
        files = count(StoredFile)
        with writing():
            signing = brought_to(CHECKING)
        for content in (pdf_samples.scan(), pdf_samples.scan(2), pdf_samples.scan(2)):
            with writing():
                beginning.hand_in(signing, checked(content))
        assert count(StoredFile) - files == 2
        assert (signing.document_pages, len(signing.moves), signing.state) == (2, 3, CHECKING)


def test_a_document_read_meanwhile_is_not_accepted(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            signing = brought_to(CHECKING)
        with writing():
            beginning.hand_in(signing, checked(pdf_samples.scan(2)))
        with pytest.raises(NotNow), writing():
            checking.accept(signing, acceptance())
        assert signing.state is CHECKING


def test_a_typed_stranger_gets_one_email(demo_app: Flask) -> None:
    with demo_app.app_context():
        mails = count(Mail)
        with writing():
            brought_to(INTEREST)
        with writing():
            checking.withdraw(db.session.scalars(select(Signing)).one(), "spam")
        assert count(Mail) - mails == 1


def test_another_assembly_begins_its_own_signing(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            first = beginning.start(coming(), interest())
            second = beginning.start(make_edition("2031"), interest())
        assert first != second
