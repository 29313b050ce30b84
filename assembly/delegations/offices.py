"""What office a function names: pure, words in, a guess out. An organiser sets right what it does not see."""

import re
from functools import lru_cache

from assembly.fold import fold
from assembly.models import Office


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_HEADS = _words(
    "mayor mayoress maire bourgmestre burgemeester Bürgermeister Bürgermeisterin Oberbürgermeister Oberbürgermeisterin "
    "Landeshauptmann Landeshauptfrau Ministerpräsident Ministerpräsidentin alcalde alcaldesa alcaldessa batlle sindaco "
    "sindaca governatore burmistrz primátor primátorka starosta polgármester primar primăriță kmet кмет δήμαρχος "
    "περιφερειάρχης župan županja gradonačelnik gradonačelnica linnapea meras merė mērs borgmester borgmästare "
    "pormestari kaupunginjohtaja president présidente presidente presidenta preside Präsident Präsidentin prezydent"
)
"Heads of cities and regions as the languages of the Union call them; a president heads a region or a Polish city."
_ELECTED = _words(
    "deputy vice councillor councilor alderman alderwoman conseiller conseillère élu élue échevin échevine adjoint "
    "adjointe schepen wethouder Stadtrat Stadträtin Gemeinderat Gemeinderätin stellvertretender stellvertretende "
    "concejal concejala teniente regidor regidora assessore assessora assessor consigliere consigliera vicesindaco "
    "vicesindaca radny radna vereador vereadora zastępca wiceprezydent"
)
"Elected beside the head."
_STAFF = _words(
    "assistant assistante adviser advisor cabinet office secretary chief chef cheffe staff bureau locum representative "
    "représentant représentante representing behalf former ancien ancienne honorary honoraire"
)
"Words that make of a mayor's title somebody who works for the mayor, or who was one."
_ADVISER = re.compile(
    r"\bconseill\w+ (?=(?:en|au|aux|aupres|du maire|du president|de la maire|de la presidente|a l|a la|technique"
    r"|speciale?|numerique|strategique|politique|juridique|scientifique|diplomatique|parlementaire|economique|communication"
    r"|presse)\b)"
)
"""A French `conseiller`, who is elected (`conseillère municipale`, `conseiller de Paris`), unless the next word says
in what or whom he or she advises."""


@lru_cache(64)
def office_of(function: str) -> Office:
    """`Maire de Grenoble` is a head, `Adjointe au maire` an elected person, `Chef de cabinet du maire` neither.

    A registration asks four times, under the lock.
    """
    words = _words(_ADVISER.sub("adviser ", fold(function)))
    if words & _STAFF:
        return Office.OTHER
    if words & _ELECTED:
        return Office.ELECTED
    return Office.HEAD if words & _HEADS else Office.OTHER
