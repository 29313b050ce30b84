"""What a passphrase must be: long, and not among those that are tried first."""

from assembly.i18n import _

SHORTEST_PASSPHRASE = 12
"Characters (NIST SP 800-63B asks for 8, and 15 where a passphrase stands alone)."
_GUESSABLE = 2
"The scores of zxcvbn up to which a passphrase falls within 10⁸ tries, as `password1234` does within 10⁵."
_OUR_WORDS = ["assembly", "assemblee", "mayor", "mayors", "maire", "maires", "living-in.eu"]
"What somebody who attacks this site tries first."


def fault_of_passphrase(passphrase: str) -> str:
    """Say what is wrong with a new passphrase, in the current language; an empty string if it will do."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists of words take a tenth of a second

    if len(passphrase) < SHORTEST_PASSPHRASE:
        return _("Enter at least %(count)s characters, for example four words.", count=SHORTEST_PASSPHRASE)
    # the library takes 72 characters at most: what begins with so many that are hard to guess will do
    if zxcvbn(passphrase[:72], user_inputs=_OUR_WORDS)["score"] <= _GUESSABLE:
        return _("This passphrase is too easy to guess. Enter four unrelated words.")
    return ""
